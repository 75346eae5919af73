import { DatabaseSync } from 'node:sqlite';
import { CommandError } from '../../command-error.ts';
import type { Passwords } from '../../gateway/passwords.ts';
import type { Database, Statement } from '../../store/database.ts';
import { Histogram } from '../../telemetry/histogram.ts';
import type {
  CommandOutcome,
  Commands,
  FrameView,
  Page,
  Queries,
  StationSet,
  StationView,
  TokenView,
} from '../../views.ts';
import { apiMigrations } from '../migrations.ts';
import type { Counters, SecureRandom } from '../ports.ts';
import {
  sampleEvent,
  sampleFrame,
  sampleMeterValue,
  sampleStation,
  sampleToken,
  sampleTransaction,
} from './sample-views.ts';

/** The store, in memory, with the API's tables. */
export class FakeDatabase implements Database {
  readonly #sqlite = new DatabaseSync(':memory:');
  /** What the next use fails with. */
  failure: Error | undefined;

  constructor() {
    for (const { sql } of apiMigrations) for (const statement of sql) this.#sqlite.exec(statement);
  }

  async write(statements: readonly Statement[]): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    for (const { sql, params } of statements) this.#sqlite.prepare(sql).run(...params);
  }

  async read<Row>({ sql, params }: Statement): Promise<Row[]> {
    if (this.failure !== undefined) throw this.failure;
    const rows: unknown[] = this.#sqlite.prepare(sql).all(...params);
    return rows as Row[];
  }

  async close(): Promise<void> {
    this.#sqlite.close();
  }
}

/** Twenty-five stations `CS-1`…, one transaction, 250 frames, one token. */
export class FakeQueries implements Queries {
  readonly stationViews = Array.from({ length: 25 }, (_, i) => sampleStation(`CS-${i + 1}`));
  readonly frameViews = Array.from({ length: 250 }, (_, i) => sampleFrame(250 - i));
  readonly tokenViews: TokenView[] = [sampleToken];
  /** What a view carries that its schema does not name. */
  extra: object = {};

  async stations(
    { connected, version, search = '', cursor, limit }: Parameters<Queries['stations']>[0],
    among?: StationSet,
  ) {
    const found = this.stationViews.filter(
      (station) =>
        station.connected === (connected ?? station.connected) &&
        station.version === (version ?? station.version) &&
        station.id.includes(search) &&
        among?.has(station.id) !== false,
    );
    return pageOf(found, cursor, limit);
  }

  async hasHeardOf(stationId: string): Promise<boolean> {
    return this.stationViews.some(({ id }) => id === stationId);
  }

  async station(stationId: string): Promise<StationView | undefined> {
    const view = this.stationViews.find(({ id }) => id === stationId);
    return view && { ...view, ...this.extra };
  }

  async frames(_: string, { before, limit }: Parameters<Queries['frames']>[1]) {
    const older = this.frameViews.filter(({ id }) => before === undefined || id < before);
    const items = older.slice(0, limit);
    const last = items.at(-1);
    const page: Page<FrameView> = {
      items,
      ...(older.length > limit && last !== undefined && { nextCursor: String(last.id) }),
    };
    return page;
  }

  async transactions({ cursor, limit }: Parameters<Queries['transactions']>[0]) {
    return pageOf([sampleTransaction], cursor, limit);
  }

  async transaction(id: number) {
    return id === sampleTransaction.id ? sampleTransaction : undefined;
  }

  async transactionEvents() {
    return { items: [sampleEvent] };
  }

  async transactionMeterValues() {
    return { items: [sampleMeterValue] };
  }

  async meterValues() {
    return [sampleMeterValue];
  }

  async tokens({ cursor, limit }: Parameters<Queries['tokens']>[0]) {
    return pageOf(this.tokenViews, cursor, limit);
  }

  async token(idToken: string, type: string) {
    const wanted = idToken.toLowerCase();
    return this.tokenViews.find(
      (token) => token.idToken.toLowerCase() === wanted && token.type === type,
    );
  }
}

/** Notes what it was asked for, and answers as it was told. */
export class FakeCommands implements Commands {
  readonly asked: unknown[][] = [];
  outcome: CommandOutcome = { outcome: 'answered', payload: { status: 'Accepted' } };
  failure: Error | undefined;

  async putStation(...asked: Parameters<Commands['putStation']>) {
    this.#note('putStation', asked);
    return sampleStation(asked[0]);
  }

  async deleteStation(...asked: Parameters<Commands['deleteStation']>) {
    this.#note('deleteStation', asked);
    return asked[0] === 'CS-1';
  }

  async putToken(...asked: Parameters<Commands['putToken']>) {
    this.#note('putToken', asked);
    return asked[0];
  }

  async deleteToken(...asked: Parameters<Commands['deleteToken']>) {
    this.#note('deleteToken', asked);
    return asked[0] === sampleToken.idToken;
  }

  async call(...asked: Parameters<Commands['call']>) {
    return this.#note('call', asked);
  }

  async remoteStart(...asked: Parameters<Commands['remoteStart']>) {
    return this.#note('remoteStart', asked);
  }

  async remoteStop(...asked: Parameters<Commands['remoteStop']>) {
    return this.#note('remoteStop', asked);
  }

  #note(command: string, asked: readonly unknown[]): CommandOutcome {
    this.asked.push([command, ...asked]);
    if (this.failure !== undefined) throw this.failure;
    return this.outcome;
  }
}

export const fakeCounters: Counters = {
  connections: () => [
    { version: '1.6', count: 3 },
    { version: '2.1', count: 2 },
  ],
  messages: () => [
    { version: '1.6', action: 'Heartbeat', direction: 'in', outcome: 'answered', count: 17 },
  ],
  refusals: () => [{ status: 404, count: 5 }],
  writesWaiting: () => 4,
  commits: () => new Histogram(),
  answers: () => new Histogram(),
  webhookEventsWaiting: () => 6,
};

/** Bytes that differ each time, the same ones in every run. */
export function fakeSecureRandom(): SecureRandom {
  let calls = 0;
  return {
    bytes: (count) => {
      calls += 1;
      const number = calls;
      return Uint8Array.from(
        { length: count },
        (_, i) => ((number >> (8 * (i % 4))) + i * 7) % 256,
      );
    },
  };
}

/** Fast, and for tests only. */
export const fakePasswords: Passwords = {
  hash: async (password) => `fake ${Buffer.from(password).toString('hex')}`,
  verify: async (hash, password) => hash === `fake ${Buffer.from(password).toString('hex')}`,
  digest: (_hash, password) => password,
};

function pageOf<Item>(
  items: readonly Item[],
  cursor: string | undefined,
  limit: number,
): Page<Item> {
  const start = cursor === undefined ? 0 : Number(cursor);
  if (!Number.isInteger(start))
    throw new CommandError('invalidCursor', 'That is no cursor of this list.');
  const end = start + limit;
  return {
    items: items.slice(start, end),
    ...(end < items.length && { nextCursor: String(end) }),
  };
}
