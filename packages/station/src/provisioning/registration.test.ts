import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS } from '@northbound/protocol';
import { CARD, startBench } from '../testing/bench.ts';
import { accepted } from '../testing/independent-csms.ts';
import { started } from '../testing/sessions.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

for (const version of VERSIONS) {
  test(`${version} TC_B_02_CS: Pending, configured meanwhile, then Accepted`, async () => {
    let status = 'Pending';
    await using bench = await startBench(version, {
      prepare: (csms) => {
        csms.answers.set('BootNotification', () => accepted({ status, interval: 7 }));
      },
    });
    const { csms, clock, station } = bench;
    await csms.next('BootNotification');
    await bench.heard((event) => event.type === 'registration' && event.state === 'Pending');
    station.plugIn(1);
    station.swipe(CARD, 1);
    const refused = bench.events.find((event) => event.type === 'authorization');
    assert.equal(refused?.reason, 'NotAccepted');
    if (version === '1.6') {
      const answer = await csms.call('ChangeConfiguration', {
        key: 'ConnectionTimeOut',
        value: '90',
      });
      assert.deepEqual(answer, { status: 'Accepted' });
    } else {
      const setVariableData = [
        {
          component: { name: 'TxCtrlr' },
          variable: { name: 'EVConnectionTimeOut' },
          attributeValue: '90',
        },
      ];
      await csms.call('SetVariables', { setVariableData });
      const start = await csms.call('RequestStartTransaction', {
        remoteStartId: 1,
        idToken: CARD,
      });
      assert.deepEqual(start, {
        status: 'Rejected',
        statusInfo: { reasonCode: 'CSNotAccepted' },
      });
    }
    status = 'Accepted';
    await clock.advance(7_000);
    await started(bench);
    const others = csms.received.slice(0, 2).map(({ action }) => action);
    assert.deepEqual(others, ['BootNotification', 'BootNotification']);
  });

  test(`${version} TC_B_03_CS: Rejected sends nothing before the interval is over`, async () => {
    let status = 'Rejected';
    await using bench = await startBench(version, {
      prepare: (csms) => {
        csms.answers.set('BootNotification', () => accepted({ status, interval: 60 }));
      },
    });
    const { csms, clock, station } = bench;
    await csms.next('BootNotification');
    await bench.heard((event) => event.type === 'registration' && event.state === 'Rejected');
    // TC_B_30_CS
    const question = version === '1.6' ? 'GetConfiguration' : 'GetBaseReport';
    const payload = version === '1.6' ? {} : { requestId: 1, reportBase: 'FullInventory' };
    const asked = csms.call(question, payload);
    if (version === '1.6') {
      // 1.6 edition 2, 4.2: no message at all.
      void asked.catch(() => undefined);
      await bench.heard((event) => event.type === 'report' && event.report.kind === 'refused');
    } else {
      await assert.rejects(asked, { rpcErrorCode: 'SecurityError' });
    }
    station.plugIn(1);
    await clock.advance(59_000);
    assert.equal(csms.received.length, 1);
    const sent = bench.events.filter(
      (event) => event.type === 'frame' && event.direction === 'out',
    );
    assert.equal(sent.length, version === '1.6' ? 1 : 2);
    status = 'Accepted';
    await clock.advance(1_000);
    await started(bench);
  });

  test(`${version} G02: heartbeats at the interval of the answer, not after other messages`, async () => {
    await using bench = await startBench(version, {
      prepare: (csms) => {
        csms.answers.set('BootNotification', () => accepted({ interval: 100 }));
      },
    });
    const { csms, clock, station } = bench;
    await started(bench);
    await clock.advance(60_000);
    station.plugIn(1);
    await clock.advance(60_000);
    assert.deepEqual(csms.all('Heartbeat'), []);
    await clock.advance(40_000);
    await csms.next('Heartbeat');
    await clock.advance(100_000);
    await csms.next('Heartbeat');
  });
}

test('2.1 B01.FR.06: the answer sets the clock', async () => {
  const currentTime = '2031-05-05T05:05:05.000Z';
  await using bench = await startBench('2.1', {
    prepare: (csms) => {
      csms.answers.set('BootNotification', () => accepted({ currentTime }));
    },
  });
  await bench.csms.next('BootNotification');
  const { payload } = await bench.csms.next('NotifyEvent');
  assert.equal(payload.generatedAt, currentTime);
});

test('2.1: a boot that is refused with a CALLERROR is tried again', async () => {
  let calls = 0;
  await using bench = await startBench('2.1', {
    prepare: (csms) => {
      csms.answers.set('BootNotification', () => {
        calls += 1;
        if (calls === 1) throw new Error('not yet');
        return accepted();
      });
    },
  });
  await bench.csms.next('BootNotification');
  await bench.heard((event) => event.type === 'frame' && event.kind === 'CALLERROR');
  await bench.clock.settle();
  await bench.clock.advance(30_000);
  await started(bench);
});

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} F06: a Pending station that is asked for its boot says that it was asked`, async () => {
    const bench = new VirtualBench(version);
    bench.answers.set('BootNotification', () => accepted({ status: 'Pending', interval: 60 }));
    await bench.begin();
    const request = { requestedMessage: 'BootNotification' };
    assert.deepEqual(await bench.ask('TriggerMessage', request), { status: 'Accepted' });
    await bench.pass(70_000);
    assert.deepEqual(
      bench.got('BootNotification').map(({ reason }) => reason),
      ['PowerUp', 'Triggered', 'PowerUp'],
    );
    await bench.end();
  });
}

test('B02.FR.05: who may start without an accepted boot is the driver, not the CSMS', async () => {
  for (const version of VERSIONS) {
    const bench = new VirtualBench(version, {
      variables: { 'TxCtrlr.TxBeforeAcceptedEnabled': 'true' },
    });
    bench.answers.set('BootNotification', () => ({
      status: 'Pending',
      currentTime: new Date(bench.clock.epochMs()).toISOString(),
      interval: 3600,
    }));
    await bench.begin();
    bench.station.plugIn(1);
    const start =
      version === '1.6'
        ? await bench.ask('RemoteStartTransaction', { connectorId: 1, idTag: CARD.idToken })
        : await bench.ask('RequestStartTransaction', {
            evseId: 1,
            idToken: CARD,
            remoteStartId: 1,
          });
    assert.equal(Object(start).status, 'Rejected');
    assert.equal(bench.station.state().evses[0]?.transactionId, undefined);
    bench.station.setVariable('AuthCtrlr.OfflineTxForUnknownIdEnabled', 'true');
    bench.station.swipe(CARD, 1);
    await bench.pass(1_000);
    const transactionId = bench.station.state().evses[0]?.transactionId;
    assert.ok(transactionId !== undefined);
    if (version === '1.6') continue;
    const stop = await bench.ask('RequestStopTransaction', { transactionId });
    assert.deepEqual(stop, { status: 'Rejected', statusInfo: { reasonCode: 'CSNotAccepted' } });
    await bench.pass(1_000);
    assert.equal(bench.station.state().evses[0]?.transactionId, transactionId);
    await bench.end();
  }
});

test('B02.FR.02: no report is promised that must not be sent before the boot is accepted', async () => {
  for (const version of ['2.0.1', '2.1'] as const) {
    const monitors = [
      {
        component: 'OCPPCommCtrlr',
        variable: 'OfflineThreshold',
        type: 'Delta',
        value: 1,
        severity: 5,
      },
    ] as const;
    const bench = new VirtualBench(version, { config: { monitors } });
    bench.answers.set('BootNotification', () => accepted({ status: 'Pending', interval: 3600 }));
    await bench.begin();
    const customer = { requestId: 1, report: true, clear: false, idToken: CARD };
    for (const [action, request] of [
      ['GetMonitoringReport', { requestId: 1 }],
      ['CustomerInformation', customer],
    ] as const) {
      assert.deepEqual(await bench.ask(action, request), { status: 'Rejected' });
    }
    await bench.pass(60_000);
    const actions = new Set(bench.network.received.map(({ action }) => action));
    assert.deepEqual([...actions], ['BootNotification']);
    await bench.end();
  }
});

test('B02.FR.07, B03.FR.05: where the CSMS names no interval the station does not flood it', async () => {
  for (const version of VERSIONS) {
    for (const status of ['Pending', 'Rejected'] as const) {
      const bench = new VirtualBench(version);
      bench.answers.set('BootNotification', () => accepted({ status, interval: 0 }));
      await bench.begin();
      await bench.pass(60_000);
      const { length } = bench.got('BootNotification');
      assert.ok(length > 1 && length <= 3, `${length} in a minute`);
      await bench.end();
    }
  }
});
