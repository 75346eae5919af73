import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SUBPROTOCOLS, VERSIONS, type Version } from '@northbound/protocol';
import { seededRandom, VirtualClock } from '@northbound/rpc/testing';
import { createStation, type Station } from './station.ts';
import { BackOffice, checkEnergy } from './testing/back-office.ts';
import { BenchHardware } from './testing/bench-hardware.ts';
import { OrderOracle, orders, POINTS, type Step } from './testing/order-oracle.ts';
import { type Actors, act, wordsOf } from './testing/order-steps.ts';
import { ScriptedNetwork } from './testing/scripted-network.ts';

/** Orders of up to so many steps; NB_ORDER_STEPS=4 is a campaign of some minutes. */
const STEPS = Number(process.env.NB_ORDER_STEPS ?? 2);

type Point = (typeof POINTS)[number];

/** A station that plays one order after another, at rest between them. */
class Stage implements Actors {
  readonly version: Version;
  readonly clock = new VirtualClock();
  readonly hardware = new BenchHardware(this.clock, 1);
  readonly office: BackOffice;
  readonly network: ScriptedNetwork;
  readonly station: Station;

  constructor(version: Version, start: Point, stop: Point) {
    this.version = version;
    this.office = new BackOffice(version, this.clock);
    this.network = new ScriptedNetwork(this.clock, SUBPROTOCOLS[version], (...message) =>
      this.office.process(...message),
    );
    const { clock, hardware } = this;
    this.station = createStation(
      {
        identity: 'ORDERS-1',
        url: 'ws://csms/ocpp',
        versions: [version],
        vendor: 'Northbound',
        model: 'Orders',
        evses: [{ connectors: [{ type: 'cType2' }], maxCurrentA: 32, phases: 1, voltageV: 230 }],
        variables: {
          'OCPPCommCtrlr.WebSocketPingInterval': '0',
          'AuthCacheCtrlr.Enabled': 'false',
          'SampledDataCtrlr.TxUpdatedInterval': '0',
          'TxCtrlr.TxStartPoint': start,
          'TxCtrlr.TxStopPoint': stop,
        },
      },
      { clock, random: seededRandom(1), dialer: this.network.dialer, hardware },
    );
  }

  /** @returns what the CSMS got of sessions */
  async play(order: readonly Step[]): Promise<object[]> {
    const from = this.network.received.length;
    for (const step of order) {
      await act(step, this);
      await this.clock.advance(1_000);
    }
    return wordsOf(this.network.received.slice(from), this.version);
  }

  command(action: string, payload: object): void {
    this.network.command(action, payload);
  }

  pass(ms: number): Promise<void> {
    return this.clock.advance(ms);
  }
}

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
        const stage = new Stage(version, start, stop);
        await stage.station.start();
        await stage.clock.advance(1_000);
        for (const order of all) await check(stage, withEnd(order), [version, start, stop]);
        checkBooks(stage);
        const stopped = stage.station.stop();
        await stage.clock.advance(1_000);
        await stopped;
      });
    }
  }
}

async function check(
  stage: Stage,
  order: readonly Step[],
  [version, start, stop]: readonly [Version, Point, Point],
): Promise<void> {
  const oracle = new OrderOracle(start, stop, version === '1.6');
  for (const step of order) oracle.step(step);
  assert.deepEqual(await stage.play(order), oracle.seenIn(version), order.join());
}

/** The office has checked numbers and order; what is left is that all ended, and the energy. */
function checkBooks({ hardware, office }: Stage): void {
  const booked = [...office.booked.values()];
  assert.ok(booked.length > 0);
  assert.ok(booked.every(({ ended, missing }) => ended && missing === 0));
  checkEnergy(
    booked.filter(({ evseId }) => evseId === 1),
    hardware.readMeter(1).registerWh,
  );
}
