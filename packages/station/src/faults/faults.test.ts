import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MREC_VENDOR_ID, MRECS } from '@northbound/protocol/tables';
import { type Bench, startBench } from '../testing/bench.ts';
import { events, eventsWhen, nameOf, onTemperature, setMonitors } from '../testing/monitoring.ts';
import { eventsOf, started, startSession } from '../testing/sessions.ts';

const CODES = Object.keys(MRECS);

/** Codes of which the station says that nothing can be charged until they are over. */
const BLOCKING = Object.entries(MRECS).flatMap(([code, { severity, course }]) =>
  severity <= 3 && course !== 'oneOff' ? [code] : [],
);

function connectorState({ station }: Bench): string | undefined {
  return station.state().evses[0]?.connectors[0]?.availabilityState;
}

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_N_21_CS: each MREC is told, and its end, and what follows from it`, async () => {
    await using made = await startBench(version);
    await started(made);
    const { station } = made;
    for (const code of CODES) {
      const before = events(made).length;
      station.fault(1, { code, techInfo: 'measured twice', measured: '280' });
      assert.equal(connectorState(made), BLOCKING.includes(code) ? 'Faulted' : 'Available', code);
      station.clearFault(1, code);
      assert.equal(connectorState(made), 'Available', code);
      const [fault, over] = (await eventsWhen(made, before + 2)).slice(before);
      assert.equal(fault?.techCode, code);
      assert.equal(fault?.techInfo, 'measured twice');
      assert.equal(fault?.trigger, 'Alerting');
      assert.equal(fault?.eventNotificationType, 'HardWiredNotification');
      assert.equal(fault?.cleared, undefined);
      assert.notEqual(fault?.actualValue, 'false');
      assert.equal(over?.techCode, code);
      assert.equal(over?.cleared, true);
      assert.notEqual(over?.actualValue, 'true');
      assert.deepEqual([over?.component, over?.variable], [fault?.component, fault?.variable]);
      assert.ok(Number(over?.eventId) > Number(fault?.eventId));
    }
  });

  test(`${version}: several faults at once, with their root`, async () => {
    await using made = await startBench(version);
    await started(made);
    const { station } = made;
    station.fault(1, 'CX015');
    station.fault(1, { code: 'CX017', causedBy: 'CX015' });
    station.fault(1, 'CX003');
    station.clearFault(1, 'CX017');
    assert.equal(connectorState(made), 'Faulted');
    station.clearFault(1);
    assert.equal(connectorState(made), 'Available');
    const told = await eventsWhen(made, 6);
    assert.deepEqual(
      told.map(({ techCode, cleared }) => [techCode, cleared === true]),
      [
        ['CX015', false],
        ['CX017', false],
        ['CX003', false],
        ['CX017', true],
        ['CX015', true],
        ['CX003', true],
      ],
    );
    assert.equal(told[1]?.cause, told[0]?.eventId);
  });

  test(`${version}: faults end the session with the reason of the table`, async () => {
    for (const [code, stoppedReason] of [
      ['CX002', 'GroundFault'],
      ['CX004', 'OvercurrentFault'],
      ['CX008', 'EmergencyStop'],
      ['CX015', 'PowerLoss'],
      ['CX005', 'PowerQuality'],
      ['CX022', 'GroundFault'],
      ['CX019', 'Other'],
    ] as const) {
      await using made = await startBench(version);
      await startSession(made);
      const transactionId = made.station.state().evses[0]?.transactionId;
      made.station.fault(1, code);
      const ended = eventsOf(made).at(-1);
      assert.equal(ended?.eventType, 'Ended', code);
      assert.equal(ended?.triggerReason, 'AbnormalCondition', code);
      assert.equal(ended?.transactionInfo.stoppedReason, stoppedReason, code);
      assert.equal(made.hardware.evse(1).closed, false, code);
      const [fault] = await eventsWhen(made, 1);
      assert.equal(fault?.transactionId, transactionId, code);
    }
  });

  test(`${version}: a warning leaves the session alone`, async () => {
    await using made = await startBench(version);
    await startSession(made);
    made.station.fault(1, 'CX018');
    await eventsWhen(made, 1);
    assert.equal(made.hardware.evse(1).closed, true);
    assert.equal(connectorState(made), 'Occupied');
  });

  test(`${version}: a one-off fault is over with the plug`, async () => {
    await using made = await startBench(version);
    await startSession(made);
    made.station.fault(1, 'CX011');
    assert.equal(connectorState(made), 'Occupied');
    made.station.plugOut(1);
    const [, over] = await eventsWhen(made, 2);
    assert.deepEqual([over?.techCode, over?.cleared], ['CX011', true]);
  });

  test(`${version}: faults of an outage and of a power cut are told with their moments`, async () => {
    await using made = await startBench(version);
    await started(made);
    const { csms, clock, station } = made;
    await made.answered();
    station.disconnect();
    clock.setEpochMs(Date.UTC(2026, 0, 1, 12));
    station.fault(0, 'CX013');
    station.fault(1, 'CX009');
    station.fault(1, 'CX002');
    station.powerCut();
    clock.setEpochMs(Date.UTC(2026, 0, 1, 13));
    await station.start();
    await csms.next('BootNotification');
    const told = await eventsWhen(made, 4);
    const known = told.map(({ techCode, cleared, timestamp }) => [techCode, cleared, timestamp]);
    const noon = '2026-01-01T12:00:00.000Z';
    // CX009 is not worth keeping.
    assert.deepEqual(known.slice(0, 2), [
      ['CX013', undefined, noon],
      ['CX002', undefined, noon],
    ]);
    assert.deepEqual(
      known.slice(2).map(([code, cleared]) => [code, cleared]),
      [
        ['CX013', true],
        ['CX002', true],
      ],
    );
    assert.equal(connectorState(made), 'Available');
  });

  test(`${version}: a monitor that a fault sets off names it as its cause`, async () => {
    await using made = await startBench(version);
    await started(made);
    const relay = {
      component: { name: 'PowerContactor', evse: { id: 1 } },
      variable: { name: 'Problem' },
    };
    await setMonitors(made, onTemperature('Delta', 1, relay));
    made.station.fault(1, 'CX017');
    const [fault, monitor] = await eventsWhen(made, 2);
    assert.equal(monitor?.cause, fault?.eventId);
    assert.equal(monitor?.actualValue, 'true');
  });
}

test('2.1: severity, and the connector that is Faulted because of it', async () => {
  await using made = await startBench('2.1');
  await started(made);
  made.station.fault(1, {
    code: 'VX-77',
    severity: 2,
    component: { name: 'RCD', variable: 'Problem' },
  });
  const { payload } = await made.csms.next('NotifyEvent');
  const [fault] = events(made);
  assert.deepEqual([fault?.techCode, fault?.severity], ['VX-77', 2]);
  assert.ok(payload.eventData);
  const { payload: state } = await made.csms.next('NotifyEvent');
  assert.match(JSON.stringify(state), new RegExp(`"cause":${fault?.eventId},.*AvailabilityState`));
  assert.equal(nameOf(fault?.variable), 'Problem');
});

test('1.6: each MREC has one StatusNotification, and NoError when it is over', async () => {
  await using made = await startBench('1.6');
  await started(made);
  const { csms, station } = made;
  for (const [code, { errorCode16, component }] of Object.entries(MRECS)) {
    // The way to the CSMS belongs to no EVSE.
    const place = component === 'DataLink' ? 0 : 1;
    const ofPlace = ({ connectorId }: Record<string, unknown>) => connectorId === place;
    const before = csms.all('StatusNotification').filter(({ payload }) => ofPlace(payload)).length;
    station.fault(place, { code, techInfo: 'twice' });
    const { payload } = await csms.next('StatusNotification', ofPlace);
    const { errorCode, vendorErrorCode, vendorId, info, status } = payload;
    assert.deepEqual(
      [errorCode, vendorErrorCode, vendorId, info],
      [errorCode16, code, MREC_VENDOR_ID, 'twice'],
    );
    assert.equal(status, BLOCKING.includes(code) ? 'Faulted' : 'Available', code);
    station.clearFault(place, code);
    const cleared = await csms.next('StatusNotification', ofPlace);
    assert.deepEqual([cleared.payload.errorCode, cleared.payload.status], ['NoError', 'Available']);
    await made.answered();
    const after = csms
      .all('StatusNotification')
      .filter(({ payload: each }) => ofPlace(each)).length;
    assert.equal(after, before + 2, code);
  }
});

test('1.6: several faults at once', async () => {
  await using made = await startBench('1.6');
  await started(made);
  const { csms, station } = made;
  for (const code of ['CX002', 'CX017', 'CX003']) station.fault(1, code);
  await csms.next('StatusNotification', ({ vendorErrorCode }) => vendorErrorCode === 'CX003');
  station.clearFault(1, 'CX003');
  for (const error of ['NoError', 'CX002', 'CX017']) {
    await csms.next('StatusNotification', (each) =>
      [each.errorCode, each.vendorErrorCode].includes(error),
    );
  }
  station.clearFault(1);
  await csms.next('StatusNotification', ({ status }) => status === 'Available');
  const told = csms
    .all('StatusNotification')
    .filter(({ payload }) => payload.connectorId === 1)
    .slice(1)
    .map(({ payload }) => [payload.status, payload.vendorErrorCode ?? payload.errorCode]);
  assert.deepEqual(told, [
    ['Faulted', 'CX002'],
    ['Faulted', 'CX017'],
    ['Faulted', 'CX003'],
    ['Faulted', 'NoError'],
    ['Faulted', 'CX002'],
    ['Faulted', 'CX017'],
    ['Available', 'NoError'],
  ]);
});

test('1.6: a fault that came and went in an outage is told afterwards', async () => {
  await using made = await startBench('1.6');
  await started(made);
  const { csms, clock, station } = made;
  await made.answered();
  station.disconnect();
  clock.setEpochMs(Date.UTC(2026, 0, 1, 12));
  station.fault(1, 'CX015');
  station.clearFault(1);
  const connected = csms.connected();
  station.connect();
  await connected;
  const { payload } = await csms.next(
    'StatusNotification',
    (each) => each.vendorErrorCode === 'CX015',
  );
  assert.deepEqual([payload.status, payload.timestamp], ['Faulted', '2026-01-01T12:00:00.000Z']);
  const over = await csms.next('StatusNotification');
  assert.deepEqual([over.payload.status, over.payload.errorCode], ['Available', 'NoError']);
});
