import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS } from '@northbound/protocol';
import { checkEnergy } from './testing/back-office.ts';
import { OrderOracle, orders, POINTS, type Step } from './testing/order-oracle.ts';
import { act, wordsOf } from './testing/order-steps.ts';
import { VirtualBench } from './testing/virtual-bench.ts';

/** Orders of up to so many steps; NB_ORDER_STEPS=4 is a campaign of some minutes. */
const STEPS = Number(process.env.NB_ORDER_STEPS ?? 2);

type Point = (typeof POINTS)[number];

/** Ends whatever an order leaves: somebody comes with a plug, and leaves. */
function withEnd(order: readonly Step[]): Step[] {
  const isIn = order.findLast((step) => step === 'plug' || step === 'unplug') === 'plug';
  return isIn ? [...order, 'unplug', 'wait'] : [...order, 'wait', 'plug', 'unplug', 'wait'];
}

for (const version of VERSIONS) {
  for (const start of POINTS) {
    for (const stop of POINTS) {
      // Where a session begins and ends with the same is where most goes wrong.
      const length = version === '2.1' && start === stop ? STEPS + 1 : STEPS;
      const all = Array.from({ length }, (_, index) => orders(index + 1)).flat();
      test(`${version}: sessions in ${all.length} orders, from ${start} to ${stop}`, async () => {
        const bench = new VirtualBench(version, {
          variables: {
            'AuthCacheCtrlr.Enabled': 'false',
            'SampledDataCtrlr.TxUpdatedInterval': '0',
            'TxCtrlr.TxStartPoint': start,
            'TxCtrlr.TxStopPoint': stop,
          },
        });
        await bench.begin();
        for (const order of all) await check(bench, withEnd(order), start, stop);
        checkBooks(bench);
        await bench.end();
      });
    }
  }
}

async function check(
  bench: VirtualBench,
  order: readonly Step[],
  start: Point,
  stop: Point,
): Promise<void> {
  const { network, version } = bench;
  const oracle = new OrderOracle(start, stop, version === '1.6');
  const from = network.received.length;
  for (const step of order) {
    oracle.step(step);
    await act(step, bench);
    await bench.pass(1_000);
  }
  const seen = wordsOf(network.received.slice(from), version);
  assert.deepEqual(seen, oracle.seenIn(version), order.join());
}

/** The office has checked numbers and order; what is left is that all ended, and the energy. */
function checkBooks({ hardware, office }: VirtualBench): void {
  const booked = [...office.booked.values()];
  assert.ok(booked.length > 0);
  assert.ok(booked.every(({ ended, missing }) => ended && missing === 0));
  checkEnergy(
    booked.filter(({ evseId }) => evseId === 1),
    hardware.readMeter(1).registerWh,
  );
}
