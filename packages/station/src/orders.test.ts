import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS, type Version } from '@northbound/protocol';
import { checkEnergy } from './testing/back-office.ts';
import { OrderOracle, POINTS, type Point } from './testing/order-oracle.ts';
import { act, wordsOf } from './testing/order-steps.ts';
import { isOpen, orders, STEPS, STEPS_WITH_BAY, type Step } from './testing/orders.ts';
import { VirtualBench } from './testing/virtual-bench.ts';

/** Orders of up to so many steps; NB_ORDER_STEPS=4 is a campaign of some minutes. */
const LENGTH = Number(process.env.NB_ORDER_STEPS ?? 2);

/** Ends whatever an order leaves: somebody comes with a plug, and leaves. */
function withEnd(order: readonly Step[]): Step[] {
  const visit: readonly Step[] = isOpen(order, 'plug', 'unplug')
    ? ['unplug', 'wait']
    : ['wait', 'plug', 'unplug', 'wait'];
  return [...order, ...visit, ...(isOpen(order, 'arrive', 'depart') ? (['depart'] as const) : [])];
}

for (const version of VERSIONS) {
  for (const start of POINTS) {
    for (const stop of POINTS) {
      // Where a session begins and ends with the same is where most goes wrong.
      const length = version === '2.1' && start === stop ? LENGTH + 1 : LENGTH;
      playAll(version, start, stop, ordersUpTo(length, STEPS));
    }
  }
  const withBay = ordersUpTo(LENGTH, STEPS_WITH_BAY);
  for (const stop of ['ParkingBayOccupancy', ...POINTS] as const) {
    playAll(version, 'ParkingBayOccupancy', stop, withBay);
  }
}

function ordersUpTo(length: number, steps: readonly Step[]): Step[][] {
  return Array.from({ length }, (_, index) => orders(index + 1, steps)).flat();
}

function playAll(version: Version, start: Point, stop: Point, all: readonly Step[][]): void {
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
