import type { Version } from '@northbound/protocol';
import { VirtualClock } from '@northbound/rpc/testing';
import { openSqlite } from '../../store/sqlite/index.ts';
import { logicUnderTest } from '../../testing/csms-under-test.ts';
import { LinkedStations } from '../../testing/linked-stations.ts';

/** One station, and what the books say of what it tells. */
export async function stationWithBooks(version: Version = '2.1') {
  const database = await openSqlite({ file: ':memory:', worker: false });
  const clock = new VirtualClock();
  const logic = await logicUnderTest({ database, clock });
  const links = new LinkedStations(logic);
  const station = await links.boot('CS-1', version);
  const tell = (event: object) => station.call('TransactionEvent', event);
  const known = async () =>
    (await logic.csms.queries.transactions({ stationId: 'CS-1', limit: 10 })).items;
  const wrong = async () =>
    (await logic.csms.blocks.violations.list({ stationId: 'CS-1', limit: 20 })).items.map(
      ({ rule }) => rule,
    );
  /** What is wrong with its messages, beside their frames. */
  const verdicts = async () =>
    (await logic.csms.queries.frames('CS-1', { limit: 99 })).items.flatMap(
      ({ verdict }) => verdict ?? [],
    );
  /** What is billed in the end, and whether the ledger says the same again. */
  const billed = async () => {
    await clock.advance(3_600_000);
    const { items } = await logic.csms.blocks.cdrs.page({ inForce: true }, { limit: 9 });
    const records = items.map(({ content }) => content);
    const matches = await Promise.all(
      items.map(async ({ number }) => (await logic.csms.blocks.cdrs.verify(number)).contentMatches),
    );
    return { records, contentMatches: matches.every((matches) => matches) };
  };
  const end = async () => {
    await links.close();
    await logic.csms.close();
    await database.close();
  };
  return { clock, logic, station, tell, known, wrong, verdicts, billed, end };
}
