import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import { VirtualClock } from '@northbound/rpc/testing';
import fc from 'fast-check';
import { createBus } from '../bus/in-process.ts';
import { EventHub, type EventSink } from './event-hub.ts';
import { sampleStation } from './testing/sample-views.ts';

/** A watcher that loses its connection now and then, and knows of each station the last power it was told. */
class Operator implements EventSink {
  readonly powerW = new Map<string, number>();
  readonly ids: number[] = [];
  lastEventId: number | undefined;
  /** What the CSMS knows. */
  readonly #truth: ReadonlyMap<string, number>;
  #leave: (() => void) | undefined;

  constructor(truth: ReadonlyMap<string, number>) {
    this.#truth = truth;
  }

  connect(hub: EventHub): void {
    if (this.#leave !== undefined) return;
    // A page that opens reads the lists first; one that comes back relies on the stream.
    if (this.lastEventId === undefined) this.#read();
    const resume = this.lastEventId === undefined ? {} : { lastEventId: this.lastEventId };
    this.#leave = hub.open({ filter: {}, callerId: 'k', sink: this, ...resume });
  }

  disconnect(): void {
    this.#leave?.();
    this.#leave = undefined;
  }

  write(chunk: Uint8Array): void {
    for (const block of Buffer.from(chunk).toString().split('\n\n')) {
      const id = /^id: (\d+)$/m.exec(block)?.[1];
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (block.startsWith('event: gap')) this.#read();
      else if (data !== undefined) {
        const { stationId, station } = JSON.parse(data);
        this.powerW.set(stationId, station.powerW);
        this.ids.push(Number(id));
      }
      if (id !== undefined) this.lastEventId = Number(id);
    }
  }

  #read(): void {
    for (const [stationId, powerW] of this.#truth) this.powerW.set(stationId, powerW);
  }

  bufferedBytes(): number {
    return 0;
  }
  end(): void {}
  destroy(): void {}
}

type Step =
  | { readonly do: 'publish'; readonly station: number }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'connect' | 'disconnect'; readonly operator: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('publish'), station: fc.nat(4) }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('pass'), ms: fc.constantFrom(10, 50, 70_000) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constantFrom('connect', 'disconnect'), operator: fc.nat(2) }),
    },
  ),
  { maxLength: 60, size: 'max' },
);

test('whoever watches, leaves and comes back knows the truth in the end, or is told of a gap', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (story) => {
      const clock = new VirtualClock();
      const bus = createBus();
      const hub = new EventHub(bus, clock);
      const truth = new Map<string, number>();
      const operators = [1, 2, 3].map(() => new Operator(truth));
      let powerW = 0;
      for (const step of story) {
        if (step.do === 'publish') {
          const stationId = `CS-${step.station}`;
          powerW += 1;
          truth.set(stationId, powerW);
          const station = { ...sampleStation(stationId), powerW };
          bus.publish({ type: 'station', at: '2026-01-01T00:00:00Z', stationId, station });
        } else if (step.do === 'pass') await clock.advance(step.ms);
        else if (step.do === 'connect') {
          operators[step.operator]?.connect(hub);
        } else operators[step.operator]?.disconnect();
      }
      for (const operator of operators) {
        if (operator.lastEventId === undefined) continue;
        operator.connect(hub);
        await clock.advance(50);
        assert.deepEqual(sorted(operator.powerW), sorted(truth));
        assert.deepEqual(
          operator.ids,
          [...new Set(operator.ids)].sort((a, b) => a - b),
        );
      }
      hub.close();
    }),
    runs(60),
  );
});

function sorted(map: ReadonlyMap<string, number>): [string, number][] {
  return [...map].sort();
}
