import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS, type Version } from '@northbound/protocol';
import { BackOffice, checkEnergy } from './testing/back-office.ts';
import { type Bench, startBench } from './testing/bench.ts';
import { OrderOracle } from './testing/order-oracle.ts';
import { type Actors, act, wordsOf } from './testing/order-steps.ts';
import type { Step } from './testing/orders.ts';
import { started } from './testing/sessions.ts';

/** All ways to begin a session, and all to end it. */
const BEGINNINGS: readonly (readonly Step[])[] = [
  ['plug', 'token'],
  ['token', 'plug'],
  ['plug', 'remoteStart'],
  ['remoteStart', 'plug'],
  ['plug', 'stranger'],
];
const ENDINGS: readonly (readonly Step[])[] = [
  ['token', 'unplug'],
  ['remoteStop', 'unplug'],
  ['fault', 'unplug'],
  ['unlock', 'unplug'],
  ['unplug'],
];

/** TxStartPoint and TxStopPoint: those of 1.6, and those of most stations. */
const POINTS = [
  ['PowerPathClosed', 'Authorized'],
  ['EVConnected', 'EVConnected'],
] as const;

const ACTIONS = ['Authorize', 'TransactionEvent', 'StartTransaction', 'StopTransaction'];

for (const version of VERSIONS) {
  for (const [start, stop] of POINTS) {
    test(`${version}: sessions over real sockets in every order, from ${start} to ${stop}`, async () => {
      await using bench = await startBench(version, {
        prepare: (csms) => {
          for (const action of ACTIONS) {
            csms.answers.set(action, (payload, messageId) => ({
              ...office.process(action, payload, messageId),
            }));
          }
        },
        variables: {
          'AuthCacheCtrlr.Enabled': 'false',
          'TxCtrlr.TxStartPoint': start,
          'TxCtrlr.TxStopPoint': stop,
        },
      });
      const office = new BackOffice(version, bench.clock);
      await started(bench);
      for (const beginning of BEGINNINGS) {
        for (const ending of ENDINGS) {
          const oracle = new OrderOracle(start, stop, version === '1.6');
          await play(bench, office, version, [[...beginning, ...ending], oracle]);
        }
      }
      const booked = [...office.booked.values()];
      assert.ok(booked.every(({ ended, missing }) => ended && missing === 0));
      checkEnergy(booked, bench.hardware.readMeter(1).registerWh);
    });
  }
}

/** Compares after each step what the CSMS got of sessions with what the standard makes of them. */
async function play(
  bench: Bench,
  office: BackOffice,
  version: Version,
  [order, oracle]: readonly [readonly Step[], OrderOracle],
): Promise<void> {
  const { clock, csms, station } = bench;
  const from = csms.received.length;
  const seen = () => wordsOf(csms.received.slice(from), version);
  const actors: Actors = {
    version,
    station,
    office,
    command: (action, payload) => csms.call(action, payload),
    pass: (ms) => clock.advance(ms),
  };
  for (const step of order) {
    oracle.step(step);
    await act(step, actors);
    const expected = oracle.seenIn(version);
    for (let waits = 0; seen().length < expected.length && waits < 2_000; waits++) {
      await clock.settle();
    }
    await bench.answered();
    assert.deepEqual(seen(), expected, `${order} at ${step}`);
    await clock.advance(10_000);
  }
}
