import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS, type Version } from '@northbound/protocol';
import { type Bench, type BenchOptions, CARD, startBench } from '../testing/bench.ts';
import { eventsOf } from '../testing/sessions.ts';
import { authorizesWith, cutPower, FRIEND, goOffline, infoOf, present } from '../testing/tokens.ts';

interface Wish {
  readonly id?: number;
  readonly evseId?: number;
  readonly connectorType?: string;
  readonly group?: string;
  readonly expiresInS?: number;
}

const START_MS = Date.UTC(2026, 0, 1);

/** ReserveNow for CARD in the words of the version; the answer is its status. */
async function reserve({ csms }: Bench, version: Version, wish: Wish = {}): Promise<unknown> {
  const { id = 1, evseId, connectorType, group, expiresInS = 3_600 } = wish;
  const expiry = new Date(START_MS + expiresInS * 1000).toISOString();
  const request =
    version === '1.6'
      ? {
          reservationId: id,
          connectorId: evseId ?? 0,
          expiryDate: expiry,
          idTag: CARD.idToken,
          ...(group !== undefined && { parentIdTag: group }),
        }
      : {
          id,
          expiryDateTime: expiry,
          idToken: CARD,
          ...(evseId !== undefined && { evseId }),
          ...(connectorType !== undefined && { connectorType }),
          ...(group !== undefined && { groupIdToken: { idToken: group, type: 'Central' } }),
        };
  return Object(await csms.call('ReserveNow', request)).status;
}

async function cancel({ csms }: Bench, reservationId: number): Promise<unknown> {
  return Object(await csms.call('CancelReservation', { reservationId })).status;
}

async function startAccepted(version: Version, options: BenchOptions = {}): Promise<Bench> {
  const bench = await startBench(version, options);
  while (bench.station.state().registration !== 'Accepted') await bench.clock.settle();
  await bench.answered();
  return bench;
}

/** The states of the connectors, one for each EVSE. */
function statesOf({ station }: Bench): unknown[] {
  return station.state().evses.map(({ connectors }) => connectors[0]?.availabilityState);
}

/** Settles when the CSMS has heard of a state of the first connector of an EVSE. */
async function toldState(
  { csms }: Bench,
  version: Version,
  evseId: number,
  state: string,
): Promise<void> {
  if (version === '2.1') {
    await csms.next('NotifyEvent', ({ eventData }) =>
      Object(eventData).some(
        (event: Record<string, unknown>) =>
          event.actualValue === state && Object(event.component).evse?.id === evseId,
      ),
    );
    return;
  }
  const [name, idName] =
    version === '1.6'
      ? (['status', 'connectorId'] as const)
      : (['connectorStatus', 'evseId'] as const);
  await csms.next('StatusNotification', (it) => it[name] === state && it[idName] === evseId);
}

/** The reservation's id in the message that says that a session began. */
async function toldId({ csms }: Bench, version: Version): Promise<unknown> {
  const { payload } =
    version === '1.6'
      ? await csms.next('StartTransaction')
      : await csms.next('TransactionEvent', ({ reservationId }) => reservationId !== undefined);
  return payload.reservationId;
}

for (const version of VERSIONS) {
  test(`${version} TC_H_01_CS, TC_H_02_CS, TC_046_1_CS: only its token charges, and the id is told once`, async () => {
    await using bench = await startAccepted(version);
    assert.equal(await reserve(bench, version, { evseId: 1, id: 5 }), 'Accepted');
    await toldState(bench, version, 1, 'Reserved');
    bench.station.plugIn(1);
    assert.equal(await present(bench, FRIEND), 'refused Reserved');
    assert.deepEqual(statesOf(bench), ['Reserved']);
    assert.equal(await present(bench, CARD), 'authorized');
    assert.equal(await toldId(bench, version), 5);
    bench.station.swipe(CARD, 1);
    await bench.heard((event) => event.type === 'transaction' && event.event.eventType === 'Ended');
    const told = eventsOf(bench).filter(({ reservationId }) => reservationId !== undefined);
    assert.equal(told.length, 1);
    assert.equal(await cancel(bench, 5), 'Rejected');
  });

  test(`${version} TC_H_03_CS, TC_H_04_CS, TC_048_2_CS: Occupied, by somebody or a reservation`, async () => {
    await using bench = await startAccepted(version, { evses: 2 });
    assert.equal(await reserve(bench, version, { evseId: 1 }), 'Accepted');
    assert.equal(await reserve(bench, version, { evseId: 1, id: 2 }), 'Occupied');
    bench.station.plugIn(2);
    assert.equal(await reserve(bench, version, { evseId: 2, id: 2 }), 'Occupied');
  });

  test(`${version} TC_H_06_CS, TC_048_1_CS, TC_048_3_CS: Unavailable and Faulted`, async () => {
    await using bench = await startAccepted(version);
    bench.station.fault(1, 'PowerMeterFailure');
    assert.equal(await reserve(bench, version, { evseId: 1 }), 'Faulted');
    bench.station.clearFault(1);
    await inoperative(bench, version);
    assert.equal(await reserve(bench, version, { evseId: 1 }), 'Unavailable');
  });

  test(`${version} TC_H_13_CS, TC_H_22_CS, TC_048_4_CS, TC_050_4_CS: Rejected`, async () => {
    await using off = await startAccepted(version, {
      variables: { 'ReservationCtrlr.Enabled': 'false' },
    });
    assert.equal(await reserve(off, version, { evseId: 1 }), 'Rejected');
    await using specific = await startAccepted(version, {
      variables: { 'ReservationCtrlr.NonEvseSpecific': 'false' },
    });
    assert.equal(await reserve(specific, version), 'Rejected');
    assert.equal(await reserve(specific, version, { evseId: 9 }), 'Rejected');
    assert.equal(await reserve(specific, version, { evseId: 1, expiresInS: -5 }), 'Rejected');
    assert.equal(await reserve(specific, version, { evseId: 1 }), 'Accepted');
  });

  test(`${version} TC_H_07_CS, TC_047_CS: it expires, and the connector is free again`, async () => {
    await using bench = await startAccepted(version);
    assert.equal(await reserve(bench, version, { evseId: 1, expiresInS: 600 }), 'Accepted');
    await toldState(bench, version, 1, 'Reserved');
    await bench.clock.advance(601_000);
    await toldExpired(bench, version);
    assert.deepEqual(statesOf(bench), ['Available']);
    assert.equal(await present(bench, FRIEND), 'authorized');
  });

  test(`${version}: it survives a power cut, and what ended without a link is told later`, async () => {
    await using bench = await startAccepted(version);
    assert.equal(await reserve(bench, version, { evseId: 1, expiresInS: 600 }), 'Accepted');
    await toldState(bench, version, 1, 'Reserved');
    await bench.answered();
    await cutPower(bench);
    assert.deepEqual(statesOf(bench), ['Reserved']);
    assert.equal(await present(bench, FRIEND), 'refused Reserved');
    await goOffline(bench);
    await bench.clock.advance(700_000);
    assert.deepEqual(statesOf(bench), ['Available']);
    bench.station.connect();
    await toldExpired(bench, version);
  });

  test(`${version} TC_H_08_CS, TC_H_09_CS, TC_H_10_CS, TC_H_14_CS, TC_049_CS, TC_050_2_CS: any EVSE`, async () => {
    await using bench = await startAccepted(version, { evses: 2 });
    assert.equal(await reserve(bench, version, { id: 1 }), 'Accepted');
    await bench.clock.settle();
    assert.deepEqual(statesOf(bench), ['Available', 'Available']);
    bench.station.plugIn(1);
    // One is left, and it is kept.
    assert.deepEqual(statesOf(bench), ['Occupied', 'Reserved']);
    await toldState(bench, version, 2, 'Reserved');
    assert.equal(await reserve(bench, version, { id: 2 }), 'Occupied');
    bench.station.plugOut(1);
    assert.deepEqual(statesOf(bench), ['Available', 'Available']);
    assert.equal(await reserve(bench, version, { id: 2 }), 'Accepted');
    await bench.clock.settle();
    assert.deepEqual(statesOf(bench), ['Reserved', 'Reserved']);
    bench.station.plugIn(1);
    assert.equal(await present(bench, CARD), 'authorized');
    assert.equal(await toldId(bench, version), 1);
    assert.deepEqual(statesOf(bench), ['Occupied', 'Reserved']);
  });

  test(`${version} TC_H_12_CS, TC_050_1_CS, TC_050_3_CS: any EVSE, and none works`, async () => {
    await using bench = await startAccepted(version, { evses: 2 });
    bench.station.fault(1, 'PowerMeterFailure');
    bench.station.fault(2, 'PowerMeterFailure');
    assert.equal(await reserve(bench, version), 'Faulted');
    bench.station.clearFault(1);
    await inoperative(bench, version);
    bench.station.clearFault(2);
    bench.station.fault(1, 'PowerMeterFailure');
    bench.station.clearFault(1);
    assert.equal(await reserve(bench, version, { evseId: 1 }), 'Unavailable');
  });

  test(`${version} TC_H_17_CS, TC_H_18_CS, TC_051_CS, TC_052_CS: cancelled`, async () => {
    await using bench = await startAccepted(version);
    assert.equal(await cancel(bench, 1), 'Rejected');
    assert.equal(await reserve(bench, version, { evseId: 1 }), 'Accepted');
    await toldState(bench, version, 1, 'Reserved');
    assert.equal(await cancel(bench, 1), 'Accepted');
    await toldState(bench, version, 1, 'Available');
    assert.equal(await cancel(bench, 1), 'Rejected');
  });

  test(`${version} TC_H_19_CS, TC_H_24_CS, TC_053_1_CS: a token of the group uses it`, async () => {
    for (const evseId of [1, undefined]) {
      await using bench = await startAccepted(version);
      const wish = { group: 'GROUP', id: 8, ...(evseId !== undefined && { evseId }) };
      assert.equal(await reserve(bench, version, wish), 'Accepted');
      await bench.clock.settle();
      authorizesWith(bench, version, infoOf(version, 'Accepted', 'OTHERS'));
      assert.equal(await present(bench, FRIEND), 'refused Reserved');
      authorizesWith(bench, version, infoOf(version, 'Accepted', 'GROUP'));
      bench.station.plugIn(1);
      assert.equal(await present(bench, FRIEND), 'authorized');
      assert.equal(await toldId(bench, version), 8);
    }
  });

  test(`${version} TC_H_21_CS: it ends when its EVSE is faulted or taken out of use`, async () => {
    for (const ends of ['fault', 'inoperative']) {
      await using bench = await startAccepted(version);
      assert.equal(await reserve(bench, version, { evseId: 1 }), 'Accepted');
      await bench.clock.settle();
      if (ends === 'fault') bench.station.fault(1, 'PowerMeterFailure');
      else await inoperative(bench, version);
      if (version !== '1.6') {
        const { payload } = await bench.csms.next('ReservationStatusUpdate');
        assert.deepEqual(payload, { reservationId: 1, reservationUpdateStatus: 'Removed' });
      }
      assert.equal(await cancel(bench, 1), 'Rejected');
    }
  });

  test(`${version} H01.FR.07, H01.FR.17: where too few EVSEs are left, the last reservation goes`, async () => {
    await using bench = await startAccepted(version, { evses: 2 });
    assert.equal(await reserve(bench, version, { id: 1 }), 'Accepted');
    assert.equal(await reserve(bench, version, { id: 2, evseId: 1 }), 'Accepted');
    await bench.clock.settle();
    assert.deepEqual(statesOf(bench), ['Reserved', 'Reserved']);
    bench.station.fault(2, 'PowerMeterFailure');
    await bench.clock.settle();
    if (version !== '1.6') {
      const { payload } = await bench.csms.next('ReservationStatusUpdate');
      assert.deepEqual(payload, { reservationId: 2, reservationUpdateStatus: 'Removed' });
    }
    assert.deepEqual(statesOf(bench), ['Reserved', 'Faulted']);
    assert.equal(await cancel(bench, 2), 'Rejected');
    assert.equal(await cancel(bench, 1), 'Accepted');
  });

  test(`${version} TC_H_23_CS: the same id replaces it`, async () => {
    await using bench = await startAccepted(version, { evses: 2 });
    assert.equal(await reserve(bench, version, { evseId: 1 }), 'Accepted');
    await bench.clock.settle();
    assert.equal(await reserve(bench, version, { evseId: 2 }), 'Accepted');
    await bench.clock.settle();
    assert.deepEqual(statesOf(bench), ['Available', 'Reserved']);
    assert.equal(await reserve(bench, version, { evseId: 2, expiresInS: 100 }), 'Accepted');
    bench.station.plugIn(1);
    // It cannot be moved there, and stays as it was.
    assert.equal(await reserve(bench, version, { evseId: 1 }), 'Occupied');
    assert.deepEqual(statesOf(bench), ['Occupied', 'Reserved']);
  });

  test(`${version} TC_046_2_CS, TC_053_2_CS, F01.FR.21, F01.FR.22: remote starts at a reserved EVSE`, async () => {
    await using bench = await startAccepted(version, {
      variables: { 'AuthCtrlr.AuthorizeRemoteStart': 'true' },
    });
    assert.equal(await reserve(bench, version, { evseId: 1, id: 3 }), 'Accepted');
    await bench.clock.settle();
    assert.equal(await remoteStart(bench, version, FRIEND), 'Rejected');
    assert.equal(await reserve(bench, version, { evseId: 1, id: 3, group: 'GROUP' }), 'Accepted');
    authorizesWith(bench, version, infoOf(version, 'Accepted', 'GROUP'));
    assert.equal(await remoteStart(bench, version, FRIEND), 'Accepted');
    await bench.authorized();
    bench.station.plugIn(1);
    assert.equal(await toldId(bench, version), 3);
  });
}

test('2.1 H03.FR.11: presented, and nobody came: NoTransaction', async () => {
  await using bench = await startAccepted('2.1');
  assert.equal(await reserve(bench, '2.1', { evseId: 1 }), 'Accepted');
  await bench.clock.settle();
  assert.equal(await present(bench, CARD), 'authorized');
  assert.deepEqual(statesOf(bench), ['Available']);
  await bench.clock.advance(61_000);
  const { payload } = await bench.csms.next('ReservationStatusUpdate');
  assert.equal(payload.reservationUpdateStatus, 'NoTransaction');
});

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_H_15_CS, TC_H_16_CS: a connector of a type`, async () => {
    await using bench = await startAccepted(version, { evses: 2 });
    assert.equal(await reserve(bench, version, { connectorType: 'cCCS2' }), 'Rejected');
    assert.equal(await reserve(bench, version, { connectorType: 'cType2', id: 1 }), 'Accepted');
    assert.equal(await reserve(bench, version, { connectorType: 'cType2', id: 2 }), 'Accepted');
    await bench.clock.settle();
    assert.deepEqual(statesOf(bench), ['Reserved', 'Reserved']);
    assert.equal(await reserve(bench, version, { connectorType: 'cType2', id: 3 }), 'Occupied');
  });
}

test('one reader for all EVSEs: who has a reservation is sent to it', async () => {
  await using bench = await startAccepted('2.1', { evses: 2 });
  assert.equal(await reserve(bench, '2.1', { evseId: 2 }), 'Accepted');
  await bench.clock.settle();
  bench.station.swipe(CARD);
  await bench.authorized();
  assert.equal(bench.station.state().evses[1]?.idToken?.idToken, CARD.idToken);
});

test('1.6: the profile and its key', async () => {
  await using bench = await startAccepted('1.6');
  const key = ['SupportedFeatureProfiles', 'ReserveConnectorZeroSupported'];
  const answer = await bench.csms.call('GetConfiguration', { key });
  const { configurationKey } = Object(answer);
  assert.match(configurationKey[0].value, /Reservation/);
  assert.equal(configurationKey[1].value, 'true');
});

async function inoperative({ csms, clock }: Bench, version: Version): Promise<void> {
  await csms.call(
    'ChangeAvailability',
    version === '1.6'
      ? { connectorId: 1, type: 'Inoperative' }
      : { evse: { id: 1 }, operationalStatus: 'Inoperative' },
  );
  await clock.settle();
}

async function toldExpired(bench: Bench, version: Version): Promise<void> {
  if (version === '1.6') {
    await toldState(bench, version, 1, 'Available');
    return;
  }
  const { payload } = await bench.csms.next('ReservationStatusUpdate');
  assert.deepEqual(payload, { reservationId: 1, reservationUpdateStatus: 'Expired' });
}

async function remoteStart(
  { csms }: Bench,
  version: Version,
  idToken: typeof FRIEND,
): Promise<unknown> {
  const answer =
    version === '1.6'
      ? await csms.call('RemoteStartTransaction', { connectorId: 1, idTag: idToken.idToken })
      : await csms.call('RequestStartTransaction', { remoteStartId: 4, idToken, evseId: 1 });
  return Object(answer).status;
}
