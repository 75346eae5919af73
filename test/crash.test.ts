import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ApiClient, NorthboundProcess } from './northbound-process.ts';
import { ConnectionLost, RawStation } from './raw-station.ts';

type Version = '1.6' | '2.0.1' | '2.1';

const VERSIONS: readonly Version[] = ['1.6', '2.0.1', '2.1'];
const STATIONS_OF_EACH_VERSION = 2;
const EVENTS_OF_EACH_TRANSACTION = 12;
const CRASHES = Number(process.env.NB_KILLS ?? 4);
/** Enough that traffic goes on after the last crash. */
const TRANSACTIONS_OF_EACH_STATION = Math.max(6, Math.ceil(1.5 * CRASHES));
/** Of the slowest machine. */
const LIMIT_MS = 60_000 + 15_000 * CRASHES;

/** Answers between two crashes, ever others; the moment of the crash itself is whatever the traffic is at then. */
function answersBefore(crash: number): number {
  return 45 + ((crash * 37) % 90);
}

/** What a station knows to be answered: the CSMS must have it, once. */
interface AnsweredTransaction {
  readonly stationId: string;
  /** As it is on the wire. */
  readonly transactionId: string;
  readonly seqNos: number[];
}

/** A CSMS that crashes and comes back; stations wait for it. */
class CrashingCsms {
  readonly #database: string;
  #process: NorthboundProcess | undefined;
  #url = Promise.withResolvers<string>();
  adminKey = '';

  constructor(database: string) {
    this.#database = database;
  }

  get url(): Promise<string> {
    return this.#url.promise;
  }

  async start(): Promise<void> {
    const args = ['csms', '--port', '0', '--database', this.#database, '--admission', 'open'];
    this.#process = new NorthboundProcess(args);
    const [, url = ''] = await this.#process.line(/(ws:\/\/[^/]+)\/ocpp/);
    if (this.adminKey === '') {
      const [, key = ''] = await this.#process.line(/Admin key.*: (\S+)/);
      this.adminKey = key;
    }
    this.#url.resolve(url);
  }

  async crash(): Promise<void> {
    this.#url = Promise.withResolvers();
    await this.#process?.end('SIGKILL');
  }

  async stop(): Promise<number | string | undefined> {
    return this.#process?.end('SIGTERM');
  }
}

/** A station that sends every message until it is answered, over as many connections as that takes. */
class StubbornStation {
  readonly id: string;
  readonly answered: AnsweredTransaction[] = [];
  readonly #version: Version;
  readonly #csms: CrashingCsms;
  readonly #onAnswer: () => void;
  #connection: RawStation | undefined;
  #connections = 0;

  constructor(id: string, version: Version, csms: CrashingCsms, onAnswer: () => void) {
    this.id = id;
    this.#version = version;
    this.#csms = csms;
    this.#onAnswer = onAnswer;
  }

  async run(): Promise<void> {
    for (let index = 0; index < TRANSACTIONS_OF_EACH_STATION; index += 1) {
      await (this.#version === '1.6' ? this.#transaction16(index) : this.#transaction2(index));
    }
    this.#connection?.close();
  }

  async #transaction2(index: number): Promise<void> {
    const transaction = {
      stationId: this.id,
      transactionId: `${this.id}-${index}`,
      seqNos: [] as number[],
    };
    this.answered.push(transaction);
    for (let seqNo = 0; seqNo < EVENTS_OF_EACH_TRANSACTION; seqNo += 1) {
      const isLast = seqNo === EVENTS_OF_EACH_TRANSACTION - 1;
      await this.#deliver('TransactionEvent', {
        eventType: seqNo === 0 ? 'Started' : isLast ? 'Ended' : 'Updated',
        timestamp: momentOf(index, seqNo),
        triggerReason: 'MeterValuePeriodic',
        seqNo,
        transactionInfo: { transactionId: transaction.transactionId, chargingState: 'Charging' },
        evse: { id: 1, connectorId: 1 },
        meterValue: [
          {
            timestamp: momentOf(index, seqNo),
            sampledValue: [{ value: registerOf(index, seqNo) }],
          },
        ],
      });
      transaction.seqNos.push(seqNo);
    }
  }

  async #transaction16(index: number): Promise<void> {
    const started = await this.#deliver('StartTransaction', {
      connectorId: 1,
      idTag: 'STUBBORN',
      meterStart: registerOf(index, 0),
      timestamp: momentOf(index, 0),
    });
    const transactionId: unknown = Reflect.get(Object(started), 'transactionId');
    const transaction = { stationId: this.id, transactionId: `${transactionId}`, seqNos: [0] };
    this.answered.push(transaction);
    const last = EVENTS_OF_EACH_TRANSACTION - 1;
    for (let seqNo = 1; seqNo < last; seqNo += 1) {
      const sampledValue = [{ value: `${registerOf(index, seqNo)}` }];
      const meterValue = [{ timestamp: momentOf(index, seqNo), sampledValue }];
      await this.#deliver('MeterValues', { connectorId: 1, transactionId, meterValue });
      transaction.seqNos.push(seqNo);
    }
    await this.#deliver('StopTransaction', {
      transactionId,
      meterStop: registerOf(index, last),
      timestamp: momentOf(index, last),
    });
    transaction.seqNos.push(last);
  }

  async #deliver(action: string, payload: object): Promise<unknown> {
    for (;;) {
      try {
        const connection = await this.#connected();
        const answer = await connection.call(action, payload);
        this.#onAnswer();
        return answer;
      } catch (error) {
        if (!(error instanceof ConnectionLost)) throw error;
        this.#connection = undefined;
      }
    }
  }

  async #connected(): Promise<RawStation> {
    if (this.#connection !== undefined) return this.#connection;
    const url = `${await this.#csms.url}/ocpp/${this.id}`;
    this.#connections += 1;
    const connection = await RawStation.connect(
      url,
      `ocpp${this.#version}`,
      this.#connections * 10_000,
    );
    await connection.call('BootNotification', bootOf(this.#version));
    this.#connection = connection;
    return connection;
  }
}

function bootOf(version: Version): object {
  return version === '1.6'
    ? { chargePointVendor: 'Test', chargePointModel: 'Stubborn' }
    : { reason: 'PowerUp', chargingStation: { vendorName: 'Test', model: 'Stubborn' } };
}

/** Every event of a station has its own moment, in order. */
function momentOf(transaction: number, seqNo: number): string {
  return new Date(Date.UTC(2026, 0, 1, 8 + transaction, seqNo)).toISOString();
}

function registerOf(transaction: number, seqNo: number): number {
  return transaction * 1000 + seqNo * 10;
}

test('a CSMS killed in the middle of traffic loses no answered transaction event and doubles none', {
  timeout: LIMIT_MS,
}, async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'northbound-crash-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const database = join(folder, 'csms.db');
  const csms = new CrashingCsms(database);
  await csms.start();
  context.after(() => csms.crash());

  let answers = 0;
  let whenAnswers: (() => void) | undefined;
  const stations = VERSIONS.flatMap((version) =>
    Array.from({ length: STATIONS_OF_EACH_VERSION }, (_, index) => {
      const id = `S${version.replaceAll('.', '')}-${index + 1}`;
      return new StubbornStation(id, version, csms, () => {
        answers += 1;
        whenAnswers?.();
      });
    }),
  );
  // Records are sealed while the crashes go on, and not after them.
  const settings = { askAfterS: 60, gapsLostAfterS: 604_800, rebootGraceS: 900 };
  const changed = await apiOf(csms).then((api) =>
    api.send('PUT', '/ledger/settings', { ...settings, silentAfterS: 259_200, sealAfterS: 0 }),
  );
  assert.equal(changed.status, 200);
  const runs = Promise.all(stations.map((station) => station.run()));
  let wanted = 0;
  for (let crash = 1; crash <= CRASHES; crash += 1) {
    wanted += answersBefore(crash);
    await new Promise<void>((resolve) => {
      whenAnswers = () => answers >= wanted && resolve();
      whenAnswers();
    });
    await csms.crash();
    await csms.start();
  }
  await runs;

  const api = await apiOf(csms);
  const ENERGY_WH = registerOf(0, EVENTS_OF_EACH_TRANSACTION - 1) - registerOf(0, 0);
  for (const station of stations) {
    const { items } = await api.get<{
      items: { id: number; transactionId: string; energyWh?: number }[];
    }>(`/transactions?stationId=${station.id}&limit=500`);
    assert.deepEqual(
      items.map(({ transactionId }) => transactionId).toSorted(),
      station.answered.map(({ transactionId }) => transactionId).toSorted(),
      `transactions of ${station.id}`,
    );
    for (const { id, transactionId, energyWh } of items) {
      assert.equal(energyWh, ENERGY_WH, `energy of ${station.id} ${transactionId}`);
      const known = station.answered.find((answered) => answered.transactionId === transactionId);
      const stored = await api.get<{ items: { seqNo: number }[] }>(`/transactions/${id}/events`);
      assert.deepEqual(
        stored.items.map(({ seqNo }) => seqNo).toSorted((left, right) => left - right),
        known?.seqNos,
        `events of ${station.id} ${transactionId}`,
      );
    }
  }
  await checkRecords(api, stations.length * TRANSACTIONS_OF_EACH_STATION, ENERGY_WH);
  assert.equal(await csms.stop(), 0, 'a clean end');
  assert.equal(statSync(database).mode & 0o077, 0, 'only the owner reads the data');
});

async function apiOf(csms: CrashingCsms): Promise<ApiClient> {
  return new ApiClient((await csms.url).replace('ws:', 'http:'), csms.adminKey);
}

interface Cdr {
  readonly number: number;
  readonly supersededBy?: number;
  readonly hash: string;
  readonly previousHash: string;
  readonly content: { readonly transaction: number; readonly energyWh?: number };
}

/** Every transaction has one record in force that bills its energy, and the chain of records is whole. */
async function checkRecords(api: ApiClient, expected: number, energyWh: number): Promise<void> {
  let cdrs: Cdr[] = [];
  // What the last crash left is sealed within a second of the start.
  while (inForce(cdrs).length < expected) cdrs = await api.get<Cdr[]>('/cdrs/export?format=json');
  assert.equal(inForce(cdrs).length, expected);
  assert.equal(new Set(inForce(cdrs).map(({ content }) => content.transaction)).size, expected);
  let previousHash = '0'.repeat(64);
  for (const [index, cdr] of cdrs.entries()) {
    assert.equal(cdr.number, index + 1);
    assert.equal(cdr.previousHash, previousHash);
    previousHash = cdr.hash;
  }
  for (const { content } of inForce(cdrs)) assert.equal(content.energyWh, energyWh);
  const { number } = cdrs.at(-1) ?? assert.fail('there are records');
  const verification = await api.get<object>(`/cdrs/${number}/verification`);
  assert.deepEqual(verification, { number, contentMatches: true, hashMatches: true });
}

function inForce(cdrs: readonly Cdr[]): readonly Cdr[] {
  return cdrs.filter(({ supersededBy }) => supersededBy === undefined);
}
