import { VirtualClock } from '@northbound/rpc/testing';
import type { CampaignOrder, CampaignPace, CampaignView } from '../campaigns/views.ts';
import { openSqlite } from '../store/sqlite/index.ts';
import { ControlledDatabase } from './controlled-database.ts';
import { logicUnderTest } from './csms-under-test.ts';
import { type LinkedStation, LinkedStations } from './linked-stations.ts';
import { MortalStore } from './mortal-store.ts';

export const RESET = { command: 'Reset', request: { type: 'Immediate' } } as const;

/** A CSMS with stations `CS-0001` … that are there, and accept everything. */
export async function fleet(count: number) {
  const clock = new VirtualClock();
  const disk = new ControlledDatabase(await openSqlite({ file: ':memory:', worker: false }));
  const store = new MortalStore(disk);
  const logic = await logicUnderTest({ clock, database: store });
  const links = new LinkedStations(logic);
  const stations = new Map<string, LinkedStation>();
  for (let number = 1; number <= count; number += 1) {
    const id = `CS-${String(number).padStart(4, '0')}`;
    stations.set(id, await links.boot(id, '2.1'));
  }
  const { campaigns } = logic.csms.blocks;
  const start = (pace: CampaignPace = {}, more: Partial<CampaignOrder> = {}) =>
    campaigns.create({ name: 'test', stations: {}, steps: [RESET], pace, ...more }, 'anna');
  /** How many stations have been called so far. */
  const called = () => [...stations.values()].filter((station) => station.called.length > 0).length;
  const restart = async () => {
    store.die();
    for (const station of stations.values()) station.drop();
    const again = await logicUnderTest({ clock, database: disk });
    const relinked = new LinkedStations(again);
    const comeBack = (id: string) => relinked.boot(id, '2.1');
    return { campaigns: again.csms.blocks.campaigns, comeBack, failures: again.failures };
  };
  return { ...logic, clock, disk, store, links, stations, campaigns, start, called, restart };
}

export function countsOf({ counts }: CampaignView) {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
