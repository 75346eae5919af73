import { DatabaseSync } from 'node:sqlite';
import {
  apiMigrations,
  type Csms,
  createBus,
  createCsms,
  DEFAULT_SETTINGS,
  openSqlite,
  type Passwords,
} from '@northbound/csms';
import { ocpp16 } from '@northbound/protocol/ocpp16';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { ocpp201 } from '@northbound/protocol/ocpp201';
import { systemClock } from '@northbound/rpc';
import type { Violation } from '../../checkers/violation.ts';

/** Nobody logs in to books. */
const noPasswords: Passwords = {
  hash: async () => '',
  verify: async () => false,
  digest: () => new Uint8Array(),
};

/** Opens the data file of a CSMS that has stopped, lets somebody read in it, and closes it again. */
export async function withBooks<Result>(
  file: string,
  read: (csms: Csms) => Promise<Result>,
): Promise<Result> {
  const database = await openSqlite({ file, worker: false });
  const onFailure = () => undefined;
  const csms = await createCsms(
    { ...DEFAULT_SETTINGS, watchesStations: false },
    {
      clock: systemClock,
      database,
      bus: createBus(onFailure),
      passwords: noPasswords,
      protocols: { '1.6': ocpp16, '2.0.1': ocpp201, '2.1': ocpp21 },
      onFailure,
      migrations: apiMigrations,
    },
  );
  try {
    return await read(csms);
  } finally {
    await csms.close();
    await database.close();
  }
}

/** Reads every page of the data file, by SQLite itself. */
export function checkDataFile(file: string): Violation[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database
      .prepare('PRAGMA integrity_check(3)')
      .all()
      .map(({ integrity_check }) => String(integrity_check))
      .filter((said) => said !== 'ok')
      .map((what) => ({ rule: 'file', place: file, what }));
  } finally {
    database.close();
  }
}
