import assert from 'node:assert/strict';
import { it } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import { VirtualClock } from '@northbound/rpc/testing';
import fc from 'fast-check';
import { openSqlite } from '../store/sqlite/index.ts';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { type LinkedStation, LinkedStations } from '../testing/linked-stations.ts';
import { MortalStore } from '../testing/mortal-store.ts';
import type { Outbox } from './outbox.ts';

type Event =
  /** Somebody gives a command; a repeatable one may be sent again when nobody knows whether it arrived. */
  | { readonly kind: 'give'; readonly repeatable: boolean }
  | { readonly kind: 'come' | 'drop' | 'mute' | 'speak' | 'crash' }
  | { readonly kind: 'wait'; readonly seconds: number };

const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('give'), repeatable: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('come', 'drop', 'mute', 'speak', 'crash') }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait'), seconds: fc.nat(40) }) },
);

const FOREVER_S = 1_000_000;

/** The second command waited behind the first, which got no answer: it has never left, and no one must say that it has. */
const BEHIND_A_MUTE: Event[] = [
  { kind: 'mute' },
  { kind: 'come' },
  { kind: 'give', repeatable: false },
  { kind: 'give', repeatable: false },
  { kind: 'wait', seconds: 30 },
];

/** A CSMS and a station, of which both may go away at any moment. */
class Story {
  readonly #clock = new VirtualClock();
  readonly #disk = openSqlite({ file: ':memory:', worker: false });
  /** Marks of the commands that reached the station, in order. */
  readonly arrived: number[] = [];
  #store: MortalStore | undefined;
  #stations: LinkedStations | undefined;
  #outbox: Outbox | undefined;
  #station: LinkedStation | undefined;
  #isMute = false;
  #given = 0;

  async start(): Promise<void> {
    this.#store = new MortalStore(await this.#disk);
    const logic = await logicUnderTest({ database: this.#store, clock: this.#clock });
    if (this.#given === 0) await logic.csms.commands.putStation('CS-1', {});
    this.#stations = new LinkedStations(logic);
    this.#outbox = logic.csms.blocks.outbox;
  }

  async play(event: Event): Promise<void> {
    switch (event.kind) {
      case 'give':
        return this.#give(event.repeatable);
      case 'come':
        return this.#come();
      case 'drop':
        this.#station?.drop();
        return this.#clock.settle();
      case 'mute':
        this.#isMute = true;
        return;
      case 'speak':
        this.#isMute = false;
        return;
      case 'wait':
        return this.#clock.advance(event.seconds * 1000);
      case 'crash':
        this.#store?.die();
        this.#station?.drop();
        return this.start();
    }
  }

  async end() {
    for (const event of [
      { kind: 'drop' },
      { kind: 'speak' },
      { kind: 'come' },
      { kind: 'wait', seconds: 600 },
    ] as const)
      await this.play(event);
    const rows = await (await this.#disk).read<{ id: number; state: string; request: string }>({
      sql: 'SELECT id, state, request FROM commands ORDER BY id',
      params: [],
    });
    return rows.map(({ state, request }) => ({ state, mark: markOf(JSON.parse(request)) }));
  }

  async #give(repeatable: boolean): Promise<void> {
    this.#given += 1;
    const mark = `${repeatable ? 'r' : 'o'}${this.#given}`;
    const options = { by: 'test', queueForS: FOREVER_S };
    const given = repeatable
      ? this.#outbox?.send(
          'CS-1',
          'TriggerMessage',
          { requestedMessage: 'CustomTrigger', customTrigger: mark },
          options,
        )
      : this.#outbox?.send('CS-1', 'DataTransfer', { vendorId: 'test', messageId: mark }, options);
    // It may wait for an answer for long, or for ever when its CSMS dies.
    given?.catch(() => undefined);
    await this.#clock.settle();
  }

  async #come(): Promise<void> {
    const station = await this.#stations?.connect('CS-1', '2.1');
    if (station === undefined) return;
    this.#station?.drop();
    this.#station = station;
    station.answer = (_, payload) => {
      this.arrived.push(Number(markOf(payload).slice(1)));
      return this.#isMute ? undefined : { status: 'Accepted' };
    };
    await station.boot();
    await this.#clock.advance(0);
  }
}

function markOf(payload: unknown): string {
  const { messageId, customTrigger } = Object(payload);
  return String(messageId ?? customTrigger);
}

it('commands that wait are sent in order, none is lost, and none twice that must not be', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 25 }), async (events) => {
      const story = new Story();
      await story.start();
      for (const event of events) await story.play(event);
      const records = await story.end();
      const given = events.filter(({ kind }) => kind === 'give').length;
      assert.equal(records.length, given, 'every command has its record');
      const arrivals = new Map<number, number>();
      for (const number of story.arrived) arrivals.set(number, (arrivals.get(number) ?? 0) + 1);
      for (const { state, mark } of records) {
        const times = arrivals.get(Number(mark.slice(1))) ?? 0;
        const about = `${mark} is ${state} and arrived ${times} times`;
        if (mark.startsWith('o')) assert.ok(times <= 1, about);
        if (state === 'answered' || state === 'timedOut') assert.ok(times >= 1, about);
        else assert.equal(state, 'unknown', about);
      }
      const first = [...arrivals.keys()];
      assert.deepEqual(
        first,
        first.toSorted((a, b) => a - b),
        'in the order they were given',
      );
    }),
    { ...runs(25), examples: [[BEHIND_A_MUTE]] },
  );
});
