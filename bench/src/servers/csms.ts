/** The CSMS as it runs in production: gateway, API, a database file whose commits are synced. */
import { type RunningCsms, startCsms } from '@northbound/csms';
import { answerParent, type Numbers, type Settings, textSetting } from '../harness/child.ts';

let csms: RunningCsms | undefined;

answerParent({ listen, countEvents });

async function listen(settings: Settings): Promise<Numbers> {
  csms = await startCsms({
    host: '127.0.0.1',
    port: 0,
    databaseFile: textSetting(settings, 'databaseFile'),
    admission: 'open',
    logLevel: 'warn',
  });
  return { port: csms.port };
}

/** Transaction events in the store, counted by what the CSMS's own queries say. */
async function countEvents(): Promise<Numbers> {
  let events = 0;
  let cursor: string | undefined;
  do {
    const page = await csms?.queries.transactions({
      limit: 100,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const { eventCount } of page?.items ?? []) events += eventCount;
    cursor = page?.nextCursor;
  } while (cursor !== undefined);
  return { events };
}
