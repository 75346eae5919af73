import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { type LogicUnderTest, logicUnderTest } from '../testing/csms-under-test.ts';
import { type LinkedStation, LinkedStations } from '../testing/linked-stations.ts';
import { ListOfStation } from '../testing/list-of-station.ts';

/** What may happen to tokens, to a station, and between them. */
type Deed =
  | { readonly deed: 'put'; readonly token: string; readonly blocked: boolean }
  | { readonly deed: 'remove'; readonly token: string }
  | { readonly deed: 'wait'; readonly seconds: number }
  /** The next message about the list is refused, or never answered. */
  | { readonly deed: 'refuse'; readonly status: string }
  | { readonly deed: 'silence' }
  /** The station loses its list, or gets another from somebody else. */
  | { readonly deed: 'lose' }
  | { readonly deed: 'alter'; readonly version: number }
  | { readonly deed: 'reboot' }
  /** The CSMS stops, and begins again. */
  | { readonly deed: 'restart' };

const token = fc.constantFrom('A', 'B', 'C', 'D', 'E');
const deeds: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ deed: fc.constant('put' as const), token, blocked: fc.boolean() }),
  fc.record({ deed: fc.constant('remove' as const), token }),
  fc.record({ deed: fc.constant('wait' as const), seconds: fc.integer({ min: 0, max: 90 }) }),
  fc.record({
    deed: fc.constant('refuse' as const),
    status: fc.constantFrom('Failed', 'VersionMismatch'),
  }),
  fc.constant({ deed: 'silence' as const }),
  fc.constant({ deed: 'lose' as const }),
  fc.record({ deed: fc.constant('alter' as const), version: fc.integer({ min: 1, max: 40 }) }),
  fc.constant({ deed: 'reboot' as const }),
  fc.constant({ deed: 'restart' as const }),
);

/** A station with its list, and the CSMS that keeps it. */
class Bench implements AsyncDisposable {
  readonly list = new ListOfStation();
  logic: LogicUnderTest;
  #stations: LinkedStations;
  /** Numbers that the CSMS gave to lists: another list with the same number nobody could tell from them. */
  readonly #given = new Set<unknown>();
  #station: LinkedStation | undefined;
  #silent = false;

  constructor(logic: LogicUnderTest) {
    this.logic = logic;
    this.#stations = new LinkedStations(logic);
  }

  async boot(): Promise<void> {
    this.#station ??= await this.#stations.connect('CS-1', '2.0.1');
    this.#station.answer = (action, payload) => {
      if (action === 'GetLocalListVersion') return { versionNumber: this.list.version };
      if (action !== 'SendLocalList') return 'NotSupported';
      this.#given.add(Object(payload).versionNumber);
      if (!this.#silent) return this.list.take(payload);
      this.#silent = false;
      return undefined;
    };
    await this.#station.boot();
  }

  async play(deed: Deed): Promise<void> {
    const { tokens } = this.logic.csms.blocks;
    switch (deed.deed) {
      case 'put': {
        const status = deed.blocked ? 'Blocked' : 'Accepted';
        return tokens.put({ idToken: deed.token, type: 'ISO14443', status });
      }
      case 'remove':
        await tokens.remove(deed.token, 'ISO14443');
        return;
      case 'wait':
        return this.logic.clock.advance(deed.seconds * 1_000);
      case 'refuse':
        this.list.next = deed.status;
        return;
      case 'silence':
        this.#silent = true;
        return;
      case 'lose':
        this.list.version = 0;
        this.list.entries.clear();
        return;
      case 'alter':
        this.list.version += deed.version;
        while (this.#given.has(this.list.version)) this.list.version += 1;
        this.list.entries.set('X', 'Accepted');
        return;
      case 'reboot':
        return this.boot();
      case 'restart':
        return this.#restart();
    }
  }

  async #restart(): Promise<void> {
    const { clock, database } = this.logic;
    await this.#stations.close();
    await this.logic.csms.close();
    this.#station = undefined;
    this.logic = await logicUnderTest({ clock, database });
    this.#stations = new LinkedStations(this.logic);
  }

  /** Everything behaves from now on, and has the time it needs. */
  async calm(): Promise<void> {
    this.list.next = undefined;
    this.#silent = false;
    await this.logic.clock.advance(700_000);
    await this.boot();
    await this.logic.clock.advance(60_000);
    await this.logic.csms.blocks.localLists.sync('CS-1');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stations.close();
    await this.logic.csms.close();
    await this.logic.database.close();
  }
}

test('whatever happens, the station ends with the list that the tokens say', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deeds, { minLength: 1, maxLength: 25 }), async (story) => {
      await using bench = new Bench(await logicUnderTest());
      await bench.boot();
      await bench.logic.csms.blocks.localLists.put('all', { stationIds: ['CS-1'] });
      for (const deed of story) await bench.play(deed);
      await bench.calm();
      const { localLists, tokens } = bench.logic.csms.blocks;
      const wanted = new Map<string, unknown>();
      for (const id of ['A', 'B', 'C', 'D', 'E']) {
        const known = await tokens.find(id, 'ISO14443');
        if (known !== undefined) wanted.set(id, known.status);
      }
      const state = await localLists.state('CS-1');
      assert.equal(state?.state, 'InSync', state?.detail);
      assert.deepEqual([...bench.list.entries].sort(), [...wanted].sort());
      assert.equal(bench.list.version, state?.listVersion);
      assert.deepEqual(bench.logic.failures, []);
    }),
    runs(15),
  );
});
