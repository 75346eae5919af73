/** Stations in virtual time, in a process of their own. */
import { DEFAULT_GEOMETRY, flashStorage, MemoryFlash } from '@northbound/station/nvm';
import { answerParent, type Numbers, numberSetting, type Settings } from '../harness/child.ts';
import { SimulatedFleet } from './simulated-fleet.ts';

/** Half of the default; what a station holds of it on the heap does not depend on its size. */
const GEOMETRY = { ...DEFAULT_GEOMETRY, sectorCount: DEFAULT_GEOMETRY.sectorCount / 2 };

const fleet = new SimulatedFleet();

answerParent({ boot, beginCharging, pass });

/** Boots stations with their storage in RAM, or on flash whose bytes are outside of the heap. */
async function boot(settings: Settings): Promise<Numbers> {
  const onFlash = () => flashStorage(new MemoryFlash(GEOMETRY));
  const stations = numberSetting(settings, 'stations');
  await fleet.boot(stations, settings.flash === true ? onFlash : undefined);
  return { stations: fleet.stations.length };
}

async function beginCharging(): Promise<Numbers> {
  await fleet.beginCharging();
  return {};
}

/** Lets time pass, and says what the stations did in it and what that cost. */
async function pass(settings: Settings): Promise<Numbers> {
  const eventsBefore = fleet.csms.answered.get('TransactionEvent') ?? 0;
  const cpuBefore = process.cpuUsage();
  await fleet.clock.advance(numberSetting(settings, 'durationMs'));
  const { user, system } = process.cpuUsage(cpuBefore);
  const events = (fleet.csms.answered.get('TransactionEvent') ?? 0) - eventsBefore;
  return { cpuUs: user + system, events };
}
