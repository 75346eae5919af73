/** The CSMS as it runs in production: gateway, API, a database file whose commits are synced. */

import { writeFileSync } from 'node:fs';
import { type RunningCsms, startCsms } from '@northbound/csms';
import {
  answerParent,
  type Numbers,
  numberSetting,
  type Settings,
  textSetting,
} from '../harness/child.ts';

let csms: RunningCsms | undefined;

answerParent({ listen, countEvents, register, close });

async function listen(settings: Settings): Promise<Numbers> {
  csms = await startCsms({
    host: '127.0.0.1',
    port: 0,
    databaseFile: textSetting(settings, 'databaseFile'),
    admission: 'open',
    // The stations of the load answer nothing.
    readsDeviceModels: false,
    logLevel: 'warn',
  });
  const { keyFile } = settings;
  if (typeof keyFile === 'string' && keyFile !== '') writeFileSync(keyFile, csms.adminKey ?? '');
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

/** Stations `CS-0`…, as an operator would register them. */
async function register(settings: Settings): Promise<Numbers> {
  const stations = numberSetting(settings, 'stations');
  await Promise.all(
    Array.from({ length: stations }, (_, i) => csms?.commands.putStation(`CS-${i}`, {})),
  );
  return { stations };
}

async function close(): Promise<Numbers> {
  await csms?.close();
  return {};
}
