import { seededRandom, VirtualClock } from '@northbound/rpc/testing';
import { createStation } from '@northbound/station';
import { flashStorage, MemoryFlash } from '@northbound/station/nvm';
import { simulatedHardware } from '../../vehicle/hardware.ts';
import { EVSES } from '../evses.ts';
import { GoodCsms } from './good-csms.ts';
import { toldOf } from './told.ts';
import { configOf, GEOMETRY, SIZES, type UsedImage } from './used-station.ts';

/** After the life of which the image is. */
const EPOCH_MS = Date.UTC(2026, 5, 1);
const MIN_MS = 60_000;
/** Registers are told in Wh or finer. */
const ROUNDING_WH = 1;

/**
 * A station boots on a damaged image, tells what it still knows, and then charges a vehicle.
 *
 * @returns what was wrong
 */
export async function bootImage(
  image: Uint8Array,
  { version, truth, registersWh }: UsedImage,
): Promise<readonly string[]> {
  const clock = new VirtualClock(EPOCH_MS);
  const csms = new GoodCsms(clock, version);
  const hardware = simulatedHardware({ clock, evses: EVSES, registersWh });
  const station = createStation(configOf(version), {
    clock,
    random: seededRandom(image.length),
    dialer: csms.line.dialer,
    hardware,
    storage: flashStorage(new MemoryFlash(GEOMETRY, image), { sizes: SIZES }),
  });
  const complaints: string[] = [];
  station.subscribe((event) => {
    if (event.type === 'report' && event.report.kind === 'handlerFailed') {
      complaints.push(`a handler fails: ${event.report.error}`);
    }
    if (event.type === 'watchdog') complaints.push(`the watchdog bites: ${event.task}`);
  });
  await station.start();
  await clock.advance(5 * MIN_MS);
  if (csms.boots === 0) complaints.push('does not boot');
  const register = () => hardware.readMeter(1).registerWh;
  for (const told of toldOf(csms.got)) {
    const problem = told.problem(truth, Math.max(...registersWh));
    if (problem !== undefined) complaints.push(problem);
  }
  complaints.push(...(await charges(clock, csms, register, station)));
  station.powerCut();
  await clock.settle();
  return complaints;
}

/** A vehicle comes, charges and leaves: one transaction, with its energy. */
async function charges(
  clock: VirtualClock,
  csms: GoodCsms,
  registerWh: () => number,
  station: ReturnType<typeof createStation>,
): Promise<readonly string[]> {
  const before = csms.got.length;
  const fromWh = registerWh();
  station.plugIn(1);
  await clock.advance(5_000);
  station.swipe({ idToken: 'CARD-1', type: 'ISO14443' }, 1);
  await clock.advance(10 * MIN_MS);
  station.plugOut(1);
  await clock.advance(2 * MIN_MS);
  const drawnWh = registerWh() - fromWh;
  const told = toldOf(csms.got.slice(before));
  const [first, last] = [told[0], told.at(-1)];
  if (first?.step !== 'begins' || last?.step !== 'ends') return ['does not charge as before'];
  const toldWh = (last.registerWh ?? 0) - (first.registerWh ?? 0);
  if (drawnWh <= 0) return ['charges nothing'];
  return Math.abs(toldWh - drawnWh) <= 2 * ROUNDING_WH
    ? []
    : [`tells ${toldWh} Wh of ${drawnWh} Wh`];
}
