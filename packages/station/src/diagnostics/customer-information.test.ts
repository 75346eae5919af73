import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bench, CARD, startBench } from '../testing/bench.ts';
import { started, startSession } from '../testing/sessions.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

const STRANGER = { idToken: 'FFFF0000', type: 'ISO14443' };

function ask({ csms }: Bench, request: object) {
  return csms.call('CustomerInformation', {
    requestId: 31,
    report: true,
    clear: false,
    ...request,
  });
}

/** All pages of the next report. */
async function report({ csms }: Bench): Promise<string> {
  let text = '';
  for (let seqNo = 0; ; seqNo++) {
    const { payload } = await csms.next('NotifyCustomerInformation');
    assert.equal(payload.requestId, 31);
    assert.equal(payload.seqNo, seqNo);
    text += String(payload.data);
    if (payload.tbc !== true) return text;
  }
}

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_N_27_CS, TC_N_30_CS, TC_N_32_CS: report and clear`, async () => {
    await using bench = await startBench(version);
    await startSession(bench);
    assert.deepEqual(await ask(bench, { idToken: CARD }), { status: 'Accepted' });
    const known = await report(bench);
    assert.match(known, /authorization EVSE 1 authorized/);
    assert.match(known, /is running/);
    assert.match(known, /authorization cache: Accepted/);
    assert.ok(known.length > 256, 'several pages');
    await ask(bench, { idToken: CARD, clear: true });
    assert.match(await report(bench), /authorization EVSE 1 authorized/);
    await ask(bench, { idToken: CARD });
    // What is still to be billed stays.
    assert.match(await report(bench), /^transaction \S+ at EVSE 1 is running$/);
    await ask(bench, { idToken: CARD, report: false, clear: true });
    assert.equal(await report(bench), 'The data was cleared.');
  });

  test(`${version} N09.FR.05, N10.FR.03: a reservation is part of it, and goes with it`, async () => {
    await using bench = await startBench(version);
    await started(bench);
    const idToken = CARD;
    const expiryDateTime = '2026-01-01T05:00:00.000Z';
    const reservation = { id: 7, expiryDateTime, idToken, evseId: 1 };
    assert.deepEqual(await bench.csms.call('ReserveNow', reservation), { status: 'Accepted' });
    await ask(bench, { idToken: STRANGER, clear: true });
    assert.equal(await report(bench), 'No data found.');
    await ask(bench, { idToken, clear: true });
    assert.equal(await report(bench), `reservation 7 until ${expiryDateTime}`);
    await bench.answered();
    assert.deepEqual(
      bench.csms.all('ReservationStatusUpdate').map(({ payload }) => payload),
      [{ reservationId: 7, reservationUpdateStatus: 'Removed' }],
    );
    assert.equal(bench.station.state().evses[0]?.connectors[0]?.availabilityState, 'Available');
    await ask(bench, { idToken });
    assert.equal(await report(bench), 'No data found.');
  });

  test(`${version} TC_N_28_CS, TC_N_31_CS, TC_N_62_CS: nothing is known`, async () => {
    await using bench = await startBench(version);
    await started(bench);
    for (const request of [
      { idToken: STRANGER },
      { idToken: STRANGER, clear: true },
      { customerIdentifier: 'somebody', clear: true },
    ]) {
      assert.deepEqual(await ask(bench, request), { status: 'Accepted' });
      assert.equal(await report(bench), 'No data found.');
    }
  });

  test(`${version} TC_N_33_CS, N09.FR.07, N09.FR.09: what is not answered`, async () => {
    await using bench = await startBench(version);
    await started(bench);
    assert.deepEqual(await ask(bench, {}), { status: 'Invalid' });
    const both = { idToken: STRANGER, customerIdentifier: 'somebody' };
    assert.deepEqual(await ask(bench, both), { status: 'Invalid' });
    assert.deepEqual(await ask(bench, { idToken: STRANGER, report: false }), {
      status: 'Rejected',
    });
  });
}

test('2.1 N09.FR.05: what the CSMS has not confirmed, or what was given up, is part of it and stays', async () => {
  const bench = new VirtualBench('2.1', {
    variables: {
      'OCPPCommCtrlr.MessageAttempts[TransactionEvent]': '1',
      'SampledDataCtrlr.TxUpdatedInterval': '0',
    },
  });
  await bench.begin();
  const about = async (clear: boolean) => {
    const before = bench.got('NotifyCustomerInformation').length;
    const request = { requestId: 31, report: true, clear, idToken: CARD };
    assert.deepEqual(await bench.ask('CustomerInformation', request), { status: 'Accepted' });
    // An event that is not answered is before it.
    await bench.pass(120_000);
    const pages = bench.got('NotifyCustomerInformation').slice(before);
    return pages.map(({ data }) => data).join('');
  };
  bench.answers.set('TransactionEvent', () => 'silence');
  bench.station.plugIn(1);
  bench.station.swipe(CARD, 1);
  await bench.pass(1_000);
  bench.station.plugOut(1);
  await bench.pass(1_000);
  assert.match(await about(true), /^transaction \S+: Started of \S+ waits for the CSMS$/m);
  bench.answers.set('TransactionEvent', () => 'error');
  await bench.pass(600_000);
  assert.match(await about(false), /^transaction \S+: Started of \S+ was given up$/m);
  await bench.end();
});
