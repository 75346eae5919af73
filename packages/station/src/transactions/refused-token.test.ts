import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualBench } from '../testing/virtual-bench.ts';

const STRANGER = { idToken: 'STRANGER', type: 'ISO14443' } as const;
const ALLOWED_WH = 200;
const VARIABLES = {
  'SampledDataCtrlr.TxUpdatedInterval': '0',
  'TxCtrlr.StopTxOnInvalidId': 'false',
  'TxCtrlr.MaxEnergyOnInvalidId': String(ALLOWED_WH),
};

/** The CSMS lets everybody in, and refuses them when they charge. */
async function deceivedBench(variables: Record<string, string>): Promise<VirtualBench> {
  const bench = new VirtualBench('2.1', { variables: { ...VARIABLES, ...variables } });
  await bench.begin();
  return bench;
}

/** By what the vehicle got since it was plugged in. */
const delivered = (bench: VirtualBench) =>
  Math.round(bench.hardware.readMeter(1).registerWh - 1_000);

test('E05.FR.03, E17: an interruption brings a stranger no more than MaxEnergyOnInvalidId', async () => {
  const bench = await deceivedBench({
    'TxCtrlr.ResumptionTimeout': '300',
    'TxCtrlr.AllowEnergyTransferResumption': 'true',
  });
  bench.station.plugIn(1);
  bench.station.swipe(STRANGER, 1);
  await bench.pass(30_000);
  await bench.cutPower(10_000);
  assert.ok(delivered(bench) < ALLOWED_WH);
  await bench.pass(600_000);
  assert.equal(delivered(bench), ALLOWED_WH);
  await bench.cutPower(10_000);
  await bench.pass(600_000);
  assert.equal(delivered(bench), ALLOWED_WH);
  assert.equal(bench.station.state().evses[0]?.chargingState, 'SuspendedEVSE');
  // Whoever comes next is somebody else.
  bench.station.plugOut(1);
  await bench.pass(5_000);
  bench.station.plugIn(1);
  bench.station.swipe({ ...STRANGER, idToken: 'FRIEND' }, 1);
  await bench.pass(600_000);
  assert.ok(delivered(bench) > 5 * ALLOWED_WH);
  await bench.end();
});

test('E05.FR.03: a token that is refused before the vehicle is there has its energy, too', async () => {
  const bench = await deceivedBench({ 'TxCtrlr.TxStartPoint': 'Authorized' });
  bench.station.swipe(STRANGER, 1);
  await bench.pass(5_000);
  assert.equal(bench.got('TransactionEvent').length, 1);
  bench.station.plugIn(1);
  await bench.pass(600_000);
  assert.equal(delivered(bench), ALLOWED_WH);
  await bench.end();
});

test('E05: where a transaction ends for want of energy, the next stranger gets no more', async () => {
  const bench = await deceivedBench({
    'TxCtrlr.MaxEnergyOnInvalidId': '0',
    'TxCtrlr.TxStopPoint': 'EnergyTransfer',
  });
  for (const transactions of [1, 2]) {
    bench.station.plugIn(1);
    bench.station.swipe(STRANGER, 1);
    await bench.pass(600_000);
    const ended = [...bench.office.booked.values()].filter((booked) => booked.ended);
    assert.equal(ended.length, transactions);
    bench.station.plugOut(1);
    await bench.pass(5_000);
  }
  assert.equal(delivered(bench), 0);
  await bench.end();
});
