import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type CsmsUnderTest, csmsUnderTest } from '../testing/csms-under-test.ts';
import { at, boot16 } from '../testing/messages.ts';
import type { ForeignStation } from '../testing/rpc-client.ts';
import { wsIoStation } from '../testing/ws-io-client.ts';
import type { TransactionView } from '../views.ts';

let under: CsmsUnderTest;
let stations = 0;

before(async () => {
  under = await csmsUnderTest();
  await under.csms.blocks.tokens.put({ idToken: 'TAG', type: 'ISO14443', status: 'Accepted' });
});
after(() => under[Symbol.asyncDispose]());

/** A 1.6 station with one connector, and what an operator sees of it. */
class Station16 implements AsyncDisposable {
  readonly #id: string;
  readonly #station: ForeignStation;

  private constructor(id: string, station: ForeignStation) {
    this.#id = id;
    this.#station = station;
  }

  static async booted(): Promise<Station16> {
    stations += 1;
    const id = `CS-${stations}`;
    const made = new Station16(id, await wsIoStation(under.port, id, 'ocpp1.6'));
    await made.boot();
    return made;
  }

  async boot(): Promise<void> {
    const answer = await this.#station.call('BootNotification', boot16);
    assert.equal(Object(answer).status, 'Accepted');
  }

  async authorize(idTag = 'TAG'): Promise<unknown> {
    return Object(Object(await this.#station.call('Authorize', { idTag })).idTagInfo).status;
  }

  status(status: string, seconds: number, errorCode = 'NoError'): Promise<unknown> {
    const timestamp = at(seconds);
    return this.#station.call('StatusNotification', {
      connectorId: 1,
      errorCode,
      status,
      timestamp,
    });
  }

  async start(seconds: number, idTag = 'TAG'): Promise<{ id: number; status: unknown }> {
    const start = { connectorId: 1, idTag, meterStart: 1000, timestamp: at(seconds) };
    const answer = await this.#station.call('StartTransaction', start);
    const { transactionId, idTagInfo } = Object(answer);
    return { id: Number(transactionId), status: Object(idTagInfo).status };
  }

  stop(transactionId: number, seconds: number, reason: string, idTag = 'TAG'): Promise<unknown> {
    const stop = { transactionId, meterStop: 2000, timestamp: at(seconds), reason, idTag };
    return this.#station.call('StopTransaction', stop);
  }

  call(action: string, payload: object): Promise<unknown> {
    return this.#station.call(action, payload);
  }

  handle(action: string, answer: (payload: unknown) => object): void {
    this.#station.handle(action, answer);
  }

  get id(): string {
    return this.#id;
  }

  async transactions(): Promise<readonly TransactionView[]> {
    return (await under.csms.queries.transactions({ stationId: this.#id, limit: 9 })).items;
  }

  async only(): Promise<TransactionView> {
    const [view, ...others] = await this.transactions();
    assert.ok(view !== undefined);
    assert.deepEqual(others, []);
    return view;
  }

  async connector() {
    const view = await under.csms.queries.station(this.#id);
    return view?.evses[0]?.connectors[0];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#station[Symbol.asyncDispose]();
  }
}

describe('sessions of the certification cases in 1.6', () => {
  for (const [ids, steps] of [
    ['TC_003_CSMS', ['plug', 'authorize', 'start']],
    ['TC_004_1_CSMS', ['authorize', 'plug', 'start']],
    // The station had the tag in its cache.
    ['TC_007_CSMS', ['plug', 'start']],
  ] as const) {
    it(`${ids}: ${steps.join(', ')}`, async () => {
      await using station = await Station16.booted();
      for (const step of steps) {
        if (step === 'plug') await station.status('Preparing', 1);
        if (step === 'authorize') assert.equal(await station.authorize(), 'Accepted');
        if (step === 'start') assert.equal((await station.start(2)).status, 'Accepted');
      }
      await station.status('Charging', 3);
      const running = await station.only();
      assert.deepEqual(
        [running.idToken, running.evseId, running.chargingState, running.endedAt],
        ['TAG', 1, 'Charging', undefined],
      );
      await station.stop(running.id, 60, 'Local');
      await station.status('Finishing', 61);
      await station.status('Available', 62);
      const over = await station.only();
      assert.deepEqual([over.energyWh, over.endedAt, over.stoppedReason], [1000, at(60), 'Local']);
      assert.equal((await station.connector())?.availabilityState, 'Available');
    });
  }

  it('TC_004_2_CSMS: nobody plugs in', async () => {
    await using station = await Station16.booted();
    assert.equal(await station.authorize(), 'Accepted');
    await station.status('Preparing', 1);
    assert.equal((await station.connector())?.availabilityState, 'Occupied');
    await station.status('Available', 61);
    assert.equal((await station.connector())?.availabilityState, 'Available');
    assert.deepEqual(await station.transactions(), []);
  });

  it('TC_005_1_CSMS: the vehicle is unplugged', async () => {
    await using station = await Station16.booted();
    const { id } = await station.start(0);
    await station.status('SuspendedEV', 10);
    assert.equal((await station.only()).chargingState, 'SuspendedEV');
    await station.stop(id, 20, 'EVDisconnected');
    await station.status('Finishing', 21);
    assert.equal((await station.only()).stoppedReason, 'EVDisconnected');
  });

  // World seed 209013.
  it('who began it pays for it, though a clock that was set back puts the end before the start', async () => {
    await using station = await Station16.booted();
    const { id } = await station.start(5_000);
    await station.stop(id, 60, 'Local', 'MASTER');
    assert.equal((await station.only()).idToken, 'TAG');
  });

  // World seed 208533.
  it('a fault that is told again and again with the moment before the start is one state, or none', async () => {
    await using station = await Station16.booted();
    await station.start(60);
    await station.status('Charging', 70);
    const before = (await station.only()).eventCount;
    for (let times = 0; times < 3; times++) await station.status('SuspendedEV', 10);
    const { chargingState, eventCount } = await station.only();
    assert.deepEqual([chargingState, eventCount], ['Charging', before]);
  });

  it('TC_011_2_CSMS: a remote start that nobody plugs in for', async () => {
    await using station = await Station16.booted();
    let asked: unknown;
    station.handle('RemoteStartTransaction', (payload) => {
      asked = payload;
      return { status: 'Accepted' };
    });
    const request = { evseId: 1, idToken: 'TAG' };
    const outcome = await under.csms.commands.remoteStart(station.id, request);
    assert.deepEqual(outcome, { outcome: 'answered', payload: { status: 'Accepted' } });
    assert.deepEqual(asked, { connectorId: 1, idTag: 'TAG' });
    await station.status('Preparing', 1);
    await station.status('Available', 61);
    assert.deepEqual(await station.transactions(), []);
  });

  it('TC_024_CSMS: a connector that does not lock', async () => {
    await using station = await Station16.booted();
    await station.status('Faulted', 1, 'ConnectorLockFailure');
    assert.equal((await station.connector())?.availabilityState, 'Faulted');
    const { items } = await under.csms.blocks.alerts.page({ stationId: station.id, limit: 9 });
    assert.ok(items.some(({ code }) => /LockFailure/.test(code)));
  });

  it('TC_032_1_CSMS: a power cut ends the transaction after the boot', async () => {
    await using station = await Station16.booted();
    const { id } = await station.start(0);
    await station.boot();
    await station.stop(id, 30, 'PowerLoss');
    const view = await station.only();
    assert.deepEqual(
      [view.stoppedReason, view.endedAt, view.energyWh],
      ['PowerLoss', at(30), 1000],
    );
  });

  for (const [ids, idTag, status, reason] of [
    ['TC_037_1_CSMS', 'TAG', 'Accepted', 'Local'],
    ['TC_037_3_CSMS', 'STRANGER', 'Invalid', 'DeAuthorized'],
  ] as const) {
    it(`${ids}: a start that happened offline`, async () => {
      await using station = await Station16.booted();
      const started = await station.start(-3_600, idTag);
      assert.equal(started.status, status);
      await station.stop(started.id, 10, reason);
      const view = await station.only();
      assert.deepEqual([view.startedAt, view.idToken, view.endedAt], [at(-3_600), idTag, at(10)]);
    });
  }

  it('TC_039_CSMS: a whole transaction that happened offline', async () => {
    await using station = await Station16.booted();
    const { id } = await station.start(-7_200);
    await station.call('MeterValues', {
      connectorId: 1,
      transactionId: id,
      meterValue: [{ timestamp: at(-5_000), sampledValue: [{ value: '1500' }] }],
    });
    await station.stop(id, -3_600, 'Local');
    const view = await station.only();
    assert.deepEqual(
      [view.startedAt, view.endedAt, view.energyWh, view.eventCount],
      [at(-7_200), at(-3_600), 1000, 3],
    );
  });

  it('TC_064_CSMS: data of a vendor', async () => {
    await using station = await Station16.booted();
    const data = { vendorId: 'com.nobody', messageId: 'M', data: '{}' };
    assert.deepEqual(await station.call('DataTransfer', data), { status: 'UnknownVendorId' });
  });
});
