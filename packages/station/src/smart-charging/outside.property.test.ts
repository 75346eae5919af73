import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { CARD } from '../testing/bench.ts';
import { profile2 } from '../testing/charging-profiles.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';
import type { ExternalLimit } from './external-profile.ts';

/*
 * Whatever the CSMS, drivers and the power do: what comes from outside holds until it is released or over, and a maximum
 * of the station until there is another (2.1 part 2, K01.FR.27, K11.FR.01, K12.FR.01).
 */

const SOURCES = ['EMS', 'SO', 'Other'] as const;
/** W are shared by three phases where nothing else is said (K01.FR.49). */
const W_PER_A = 690;
/** What the station may be late with, and virtual time goes in steps. */
const SLACK_MS = 3_000;

const places = fc.integer({ min: 0, max: 2 });
const sources = fc.constantFrom(...SOURCES);
const amperes = fc.integer({ min: 6, max: 40 });

const told = { source: sources, evseId: places, limit: amperes, inW: fc.boolean() };
const timed = {
  later: fc.tuple(fc.record({ startS: fc.integer({ min: 30, max: 300 }), limit: amperes })),
  durationS: fc.integer({ min: 60, max: 1_200 }),
};
const limits = fc.oneof(
  { weight: 2, arbitrary: fc.record(told) },
  {
    weight: 1,
    arbitrary: fc.record(
      { ...told, ...timed },
      { requiredKeys: ['source', 'evseId', 'limit', 'inW'] },
    ),
  },
);

const profiles = fc.record({
  evseId: places,
  id: fc.integer({ min: 1, max: 4 }),
  stackLevel: fc.integer({ min: 0, max: 2 }),
  limit: amperes,
  isOfTransaction: fc.boolean(),
  invites: fc.constantFrom(true, true, false),
});

type Sketch = typeof profiles extends fc.Arbitrary<infer Value> ? Value : never;
type Step = (at: Bench) => unknown;

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: limits.map((limit) => (at: Bench) => at.limit(limit)) },
  { weight: 1, arbitrary: sources.map((source) => (at: Bench) => at.release(source)) },
  { weight: 3, arbitrary: profiles.map((sketch) => (at: Bench) => at.set(sketch)) },
  { weight: 1, arbitrary: amperes.map((most) => (at: Bench) => at.limitStation(most)) },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 1, max: 4 })
      .map((id) => (at: Bench) => at.ask('ClearChargingProfile', { chargingProfileId: id })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(1, 2).map((evseId) => (at: Bench) => at.nextDriver(evseId)),
  },
  { weight: 1, arbitrary: fc.constant((at: Bench) => at.cutPower(60_000)) },
  { weight: 1, arbitrary: fc.constant((at: Bench) => at.forget()) },
);

/** What holds, A per phase. */
interface Held {
  readonly evseId: number;
  readonly steps: readonly { readonly fromMs: number; readonly limitA: number }[];
  readonly endMs: number;
}

class Bench extends VirtualBench {
  readonly #held = new Map<string, Held>();
  #mostA = Number.POSITIVE_INFINITY;

  constructor() {
    super('2.1', {
      evses: 2,
      variables: {
        'AuthCtrlr.OfflineTxForUnknownIdEnabled': 'true',
        'SampledDataCtrlr.TxUpdatedInterval': '0',
        'TxCtrlr.TxBeforeAcceptedEnabled': 'true',
      },
    });
    const beginMs = this.clock.epochMs();
    this.tellTime(() => new Date(beginMs + this.clock.monotonicMs()).toISOString());
  }

  limit({
    inW,
    limit,
    later,
    ...rest
  }: Omit<ExternalLimit, 'unit'> & { readonly inW: boolean }): void {
    const per = inW ? W_PER_A : 1;
    const inUnit = (limitA: number) => limitA * per;
    this.station.setExternalLimit({
      ...rest,
      unit: inW ? 'W' : 'A',
      limit: inUnit(limit),
      ...(later && { later: later.map((step) => ({ ...step, limit: inUnit(step.limit) })) }),
    });
    const nowMs = this.clock.monotonicMs();
    const { evseId = 0, source, durationS = Number.POSITIVE_INFINITY } = rest;
    const following = (later ?? []).map((step) => ({
      fromMs: nowMs + step.startS * 1_000,
      limitA: step.limit,
    }));
    const steps = [{ fromMs: nowMs, limitA: limit }, ...following];
    this.#held.set(`${source} ${evseId}`, { evseId, steps, endMs: nowMs + durationS * 1_000 });
  }

  release(source: (typeof SOURCES)[number]): void {
    this.station.clearExternalLimit(source);
    for (const key of [...this.#held.keys()]) if (key.startsWith(source)) this.#held.delete(key);
  }

  async set({ evseId, id, stackLevel, limit, isOfTransaction, invites }: Sketch): Promise<void> {
    const transactionId = this.station.state().evses[evseId - 1]?.transactionId;
    const isTx = isOfTransaction && transactionId !== undefined;
    const mode = invites && { operationMode: 'ExternalLimits' };
    const chargingProfile = profile2({
      id,
      stackLevel,
      kind: invites ? 'Dynamic' : 'Absolute',
      purpose: isTx ? 'TxProfile' : 'TxDefaultProfile',
      periods: [{ startPeriod: 0, limit, ...mode }],
      profile: isTx ? { transactionId } : {},
    });
    await this.ask('SetChargingProfile', { evseId, chargingProfile });
  }

  async limitStation(mostA: number): Promise<void> {
    const sketch = { id: 9, purpose: 'ChargingStationMaxProfile', limit: mostA };
    await this.ask('SetChargingProfile', { evseId: 0, chargingProfile: profile2(sketch) });
    this.#mostA = mostA;
  }

  async nextDriver(evseId: number): Promise<void> {
    this.station.plugOut(evseId);
    await this.pass(1_000);
    this.station.plugIn(evseId);
    this.station.swipe({ ...CARD, idToken: `DRIVER-${evseId}` }, evseId);
  }

  /** A power cut takes the time, and for a while the way to the CSMS. */
  async forget(): Promise<void> {
    this.network.up = false;
    this.station.powerCut();
    await this.pass(30_000);
    this.clock.setEpochMs(0);
    await this.station.start();
    for (const evseId of [1, 2]) await this.nextDriver(evseId);
    await this.pass(200_000);
    this.look();
    this.network.up = true;
    await this.pass(20_000);
  }

  look(): void {
    const offersA = [1, 2].map((evseId) => this.hardware.evse(evseId).offerA);
    const totalA = offersA.reduce((sum, offerA) => sum + offerA, 0);
    const nowMs = this.clock.monotonicMs();
    assert.ok(totalA <= this.#mostA, `${totalA} A of ${this.#mostA} A`);
    for (const [name, { evseId, steps, endMs }] of this.#held) {
      if (nowMs + SLACK_MS >= endMs) continue;
      const near = [nowMs - SLACK_MS, nowMs + SLACK_MS].map(
        (atMs) => steps.findLast(({ fromMs }) => fromMs <= atMs)?.limitA ?? 0,
      );
      const usedA = evseId === 0 ? totalA : (offersA[evseId - 1] ?? 0);
      assert.ok(usedA <= Math.max(...near), `${name}: ${usedA} A of ${near} A`);
    }
  }
}

test('no EVSE, nor all of them, offers more than somebody outside allows, or the CSMS the station', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(steps, fc.integer({ min: 4, max: 200 })), { maxLength: 25 }),
      async (story) => {
        const at = new Bench();
        await at.begin();
        for (const evseId of [1, 2]) await at.nextDriver(evseId);
        for (const [step, passedS] of story) {
          await step(at);
          await at.pass(SLACK_MS + 1_000);
          at.look();
          await at.pass(passedS * 1_000);
          at.look();
        }
        await at.end();
      },
    ),
    runs(100),
  );
});
