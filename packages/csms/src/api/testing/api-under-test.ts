import { VirtualClock } from '@northbound/rpc/testing';
import type { Bus } from '../../bus/bus.ts';
import { createBus } from '../../bus/in-process.ts';
import { logicUnderTest } from '../../testing/csms-under-test.ts';
import type { Role } from '../../views.ts';
import type { ApiApp } from '../app.ts';
import { buildApp } from '../build-app.ts';
import { ApiKeys } from '../keys.ts';
import {
  FakeCommands,
  FakeDatabase,
  FakeQueries,
  fakeCounters,
  fakePasswords,
  fakeSecureRandom,
} from './fake-csms.ts';

/** The API on fakes, with a key of each role. */
export interface ApiUnderTest {
  readonly app: ApiApp;
  readonly clock: VirtualClock;
  readonly bus: Bus;
  readonly queries: FakeQueries;
  readonly commands: FakeCommands;
  readonly database: FakeDatabase;
  readonly keys: Readonly<Record<Role, string>>;
  /** What the API logged. */
  readonly logged: unknown[];
  [Symbol.asyncDispose](): Promise<void>;
}

export async function apiUnderTest({
  consoleDirectory = '/nowhere',
  servesConsole = true,
}: {
  readonly consoleDirectory?: string;
  readonly servesConsole?: boolean;
} = {}): Promise<ApiUnderTest> {
  const clock = new VirtualClock();
  const bus = createBus();
  const queries = new FakeQueries();
  const commands = new FakeCommands();
  const database = new FakeDatabase();
  const secureRandom = fakeSecureRandom();
  const logged: unknown[] = [];
  const log = { error: (details: object) => void logged.push(details) };
  const logic = await logicUnderTest();
  await logic.csms.commands.putStation('CS-1', {});
  const apiKeys = new ApiKeys({ database, clock, secureRandom });
  const keyOf = async (role: Role) => (await apiKeys.create({ name: `the ${role}`, role })).key;
  const keys = {
    viewer: await keyOf('viewer'),
    operator: await keyOf('operator'),
    admin: await keyOf('admin'),
  };
  const counters = fakeCounters;
  const app = await buildApp({
    queries,
    commands,
    blocks: logic.csms.blocks,
    bus,
    database,
    clock,
    secureRandom,
    passwords: fakePasswords,
    counters,
    log,
    ...(servesConsole && { consoleDirectory }),
  });
  return {
    app,
    clock,
    bus,
    queries,
    commands,
    database,
    keys,
    logged,
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await database.close();
      await logic.csms.close();
      await logic.database.close();
    },
  };
}

/** The header that sends a key. */
export function bearer(key: string): { readonly authorization: string } {
  return { authorization: `Bearer ${key}` };
}
