import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import type { CallOutcome } from '../outcome.ts';
import { SessionUnderTest } from './testing.ts';

const QUEUE = 3;
const EVENTS = { id: 1, pending: 0, basetime: '2026-01-01T00:00:00Z', data: [{ t: 1, v: '230' }] };

type Step =
  | {
      readonly do: 'call';
      readonly priority: number;
      readonly key: string | undefined;
      readonly timeoutMs: number;
    }
  | { readonly do: 'send' }
  | { readonly do: 'answer'; readonly how: 'result' | 'invalid' | 'error' | 'cut' }
  | { readonly do: 'lateAnswer'; readonly index: number }
  | {
      readonly do: 'inboundCall';
      readonly handler: 'sync' | 'async' | 'throws';
      readonly number: number;
    }
  | { readonly do: 'inboundSend'; readonly valid: boolean }
  | { readonly do: 'repeat'; readonly changed: boolean }
  | { readonly do: 'finish'; readonly fails: boolean }
  | { readonly do: 'garbage'; readonly text: string }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'close' };

/** Found by chance: what came between a CALL and its repetition displaced it from memory. */
const SENDS_BEFORE_A_REPETITION: Step[] = [
  { do: 'inboundCall', handler: 'sync', number: 0 },
  { do: 'inboundSend', valid: false },
  { do: 'inboundSend', valid: false },
  { do: 'repeat', changed: false },
];

const index = fc.nat(3);

/** The right type and anything after it; ids of calls are not guessed. */
const almostFrame = fc
  .tuple(
    fc.constantFrom(2, 3, 4, 5, 6),
    fc.constantFrom('garbage', '', null, 7, 'garbage'.repeat(9)),
    fc.array(fc.oneof(fc.jsonValue(), fc.constantFrom('BootNotification', 'ClearCache')), {
      maxLength: 4,
    }),
  )
  .map(([type, id, rest]) => JSON.stringify([type, id, ...rest]));
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('call'),
      priority: fc.nat(2),
      key: fc.option(fc.constantFrom('k1', 'k2'), { nil: undefined }),
      timeoutMs: fc.integer({ min: 1, max: 20 }),
    } as const),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('send') } as const) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('answer'),
      how: fc.constantFrom('result', 'invalid', 'error', 'cut'),
    } as const),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lateAnswer'), index } as const) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('inboundCall'),
      handler: fc.constantFrom('sync', 'async', 'throws'),
      number: fc.nat(1000),
    } as const),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('inboundSend'), valid: fc.boolean() } as const),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('repeat'), changed: fc.boolean() } as const),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('finish'), fails: fc.boolean() } as const) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('garbage'),
      text: fc.oneof(
        fc.string(),
        fc.json(),
        fc.constantFrom('[]', '[2]', '[9,"x"]', '[3,"no",{}]'),
        almostFrame,
      ),
    } as const),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass'), ms: fc.nat(15) } as const) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close') } as const) },
);

const ACTION_OF = {
  sync: 'SecurityEventNotification',
  async: 'DataTransfer',
  throws: 'MeterValues',
} as const;
const PAYLOAD_OF = {
  sync: { type: 'StartupOfTheDevice', timestamp: '2026-01-01T00:00:00Z' },
  async: { vendorId: 'V' },
  throws: {
    evseId: 1,
    meterValue: [{ timestamp: '2026-01-01T00:00:00Z', sampledValue: [{ value: 1 }] }],
  },
} as const;

/** What must hold, checked against every frame that leaves and every outcome that comes. */
class Model {
  readonly under: SessionUnderTest;
  /** By message id. */
  readonly outcomes = new Map<string, CallOutcome<unknown>[]>();
  /** Ids of ours that were answered, refused or timed out. */
  readonly settledIds: string[] = [];
  /** Messages of the peer as they were sent, and how often each may take effect. */
  history: readonly { readonly id: string; readonly frame: readonly unknown[] }[] = [];
  /** Ids of inbound CALLs that have no answer yet, in the order of their arrival. */
  readonly unanswered: string[] = [];
  readonly answered = new Set<string>();
  /** Ids of inbound CALLs whose handler failed last. */
  readonly failed = new Set<string>();
  readonly finishers: PromiseWithResolvers<unknown>[] = [];
  readonly sentIds = new Set<string>();
  inFlight: string | undefined;
  effects = 0;
  expectedEffects = 0;
  running = 0;
  closed = false;

  constructor() {
    const enter = (): void => {
      this.effects += 1;
      assert.equal(this.running, 0, 'one handler at a time');
    };
    this.under = new SessionUnderTest({
      protocol: ocpp21,
      limits: { outboundQueue: QUEUE },
      handlers: {
        SecurityEventNotification: () => {
          enter();
          return {};
        },
        MeterValues: () => {
          enter();
          throw new Error('no');
        },
        DataTransfer: async () => {
          enter();
          this.running += 1;
          const finisher = Promise.withResolvers<unknown>();
          this.finishers.push(finisher);
          try {
            return await finisher.promise;
          } finally {
            this.running -= 1;
          }
        },
        NotifyPeriodicEventStream: enter,
      },
    });
  }

  look(): void {
    for (const frame of this.under.take()) {
      assert.equal(this.closed, false, 'nothing leaves after the close');
      const [type, id] = frame;
      assert.ok(typeof id === 'string');
      if (type === 2 || type === 6) {
        assert.ok(!this.sentIds.has(id), 'ids are unique');
        this.sentIds.add(id);
        if (type === 2) {
          assert.equal(this.inFlight, undefined, 'one call outstanding');
          this.inFlight = id;
        }
      } else if (type === 3 || type === 4) {
        this.#answer(id);
        if (frame[2] === 'InternalError') this.failed.add(id);
        else this.failed.delete(id);
      }
    }
    for (const outcomes of this.outcomes.values())
      assert.ok(outcomes.length <= 1, 'one outcome each');
    const open = [...this.outcomes.values()].filter((outcomes) => outcomes.length === 0).length;
    assert.ok(open <= QUEUE + 1, 'the queue is bounded');
    if (this.inFlight === undefined) assert.equal(open, 0, 'nothing waits without a reason');
  }

  #answer(id: string): void {
    if (id === '-1' || id.startsWith('garbage')) return;
    if (this.answered.has(id) && this.unanswered[0] !== id) return;
    assert.equal(id, this.unanswered.shift(), 'answered in the order of arrival');
    this.answered.add(id);
  }

  inbound(id: string, frame: readonly unknown[]): void {
    this.history = [...this.history, { id, frame }];
    if (!this.closed) {
      this.expectedEffects += 1;
      if (frame[0] === 2) this.unanswered.push(id);
    }
    this.under.receive(frame);
  }

  /** The peer has sent another of this type: those before it are not repeated any more. */
  wentOn(type: 2 | 6): void {
    this.history = this.history.filter(({ frame }) => frame[0] !== type);
  }
}

async function run(model: Model, step: Step, count: number): Promise<void> {
  const { under } = model;
  switch (step.do) {
    case 'call': {
      const messageId = `m${count}`;
      const options = {
        messageId,
        priority: step.priority,
        timeoutMs: step.timeoutMs,
        ...(step.key === undefined ? {} : { replaces: step.key }),
      };
      model.outcomes.set(messageId, under.call('ClearCache', {}, options).outcomes);
      break;
    }
    case 'send':
      under.session.send('NotifyPeriodicEventStream', EVENTS);
      break;
    case 'answer': {
      const id = model.inFlight;
      if (id === undefined) break;
      model.inFlight = undefined;
      model.settledIds.push(id);
      if (step.how === 'error') under.receive([4, id, 'InternalError', '', {}]);
      else if (step.how === 'cut') under.receive([3, id]);
      else under.receive([3, id, { status: step.how === 'result' ? 'Accepted' : 'What?' }]);
      break;
    }
    case 'lateAnswer':
      under.receive([3, model.settledIds.at(-1 - step.index) ?? 'never', { status: 'Accepted' }]);
      break;
    case 'inboundCall': {
      const id = `c${count}`;
      model.inbound(id, [2, id, ACTION_OF[step.handler], PAYLOAD_OF[step.handler]]);
      break;
    }
    case 'inboundSend':
      if (step.valid)
        model.inbound(`s${count}`, [6, `s${count}`, 'NotifyPeriodicEventStream', EVENTS]);
      else {
        model.wentOn(6);
        under.receive([6, `s${count}`, 'NotifyPeriodicEventStream', { id: 'no number' }]);
      }
      break;
    case 'repeat':
      repeat(model, step.changed);
      break;
    case 'finish': {
      const finisher = model.finishers.shift();
      if (step.fails) finisher?.reject(new Error('later'));
      else finisher?.resolve({ status: 'Accepted' });
      break;
    }
    case 'garbage':
      if (step.text.startsWith('[2')) model.wentOn(2);
      if (step.text.startsWith('[6')) model.wentOn(6);
      under.session.receive(step.text);
      break;
    case 'pass':
      pass(model, step.ms);
      break;
    case 'close':
      under.session.close();
      model.closed = true;
  }
  // Lets the continuations of handlers run.
  for (let turn = 0; turn < 6; turn++) await Promise.resolve();
}

/**
 * The last message again, byte for byte: no second effect, unless its handler failed. Or its id with other content: a
 * new message.
 */
function repeat(model: Model, changed: boolean): void {
  const last = model.history.at(-1);
  if (last === undefined) return;
  if (!changed) {
    if (model.failed.has(last.id) && !model.unanswered.includes(last.id) && !model.closed) {
      model.expectedEffects += 1;
      model.unanswered.push(last.id);
    }
    model.under.receive(last.frame);
    return;
  }
  const [type, id, action, payload] = last.frame;
  if (typeof payload !== 'object') return;
  const customData = { vendorId: `v${model.history.length}` };
  model.inbound(last.id, [type, id, action, { ...payload, customData }]);
}

function pass(model: Model, ms: number): void {
  model.under.pass(ms);
  const id = model.inFlight;
  if (id === undefined || model.outcomes.get(id)?.length !== 1) return;
  model.settledIds.push(id);
  model.inFlight = undefined;
}

test('any interleaving of calls, answers, errors, time-outs, repetitions and closes keeps the rules', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const model = new Model();
      let count = 0;
      for (const each of steps) {
        count += 1;
        await run(model, each, count);
        model.look();
      }
      while (model.finishers.length > 0) {
        await run(model, { do: 'finish', fails: false }, 0);
        model.look();
      }
      if (!model.closed) {
        assert.deepEqual(model.unanswered, [], 'every inbound call is answered');
        assert.equal(model.effects, model.expectedEffects, 'every message has one effect');
      }
      model.under.session.close();
      for (const outcomes of model.outcomes.values()) {
        assert.equal(outcomes.length, 1, 'every call has its outcome in the end');
      }
    }),
    { ...runs(300), examples: [[SENDS_BEFORE_A_REPETITION]] },
  );
});
