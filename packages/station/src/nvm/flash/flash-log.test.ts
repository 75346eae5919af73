import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '@northbound/rpc/testing';
import fc from 'fast-check';
import { FlashFull, type FlashGeometry, PowerCut } from './flash.ts';
import { FlashLog } from './flash-log.ts';
import type { Entry } from './format.ts';
import { MemoryFlash, type Tear } from './memory-flash.ts';

const RUNS = Number(process.env.NB_RUNS ?? 1);
const SMALL: FlashGeometry = { sectorBytes: 256, sectorCount: 12, programBytes: 8 };
const OPTIONS = { maxCommitBytes: 300 };

type Model = Map<string, string>;

function put(space: number, id: number, value: Uint8Array): Entry {
  return { operation: 'put', space, id, version: 1, value };
}

function applyTo(model: Model, commit: readonly Entry[]): Model {
  const after = new Map(model);
  for (const entry of commit) {
    const key = `${entry.space}/${entry.id}`;
    if (entry.operation === 'put') after.set(key, `${entry.version}:${entry.value.join()}`);
    else after.delete(key);
  }
  return after;
}

function contents(log: FlashLog): Model {
  const model: Model = new Map();
  for (let space = 0; space < 4; space++) {
    for (const id of log.ids(space)) {
      const stored = log.get(space, id);
      assert.ok(stored, `${space}/${id} is listed but cannot be read`);
      model.set(`${space}/${id}`, `${stored.version}:${stored.value.join()}`);
    }
  }
  return model;
}

/**
 * Commits of one to four changes to few keys, values of 0 to 60 bytes, many of them ending in erased bytes; and now and
 * then a key that lives for one commit and is never touched again: what must not come back from a torn erasure.
 */
function workload(seed: number, commits: number): Entry[][] {
  const random = seededRandom(seed);
  const upTo = (limit: number): number => Math.floor(random.next() * limit);
  const change = (): Entry => {
    const space = upTo(3);
    const id = upTo(3) === 0 ? 4_000_000_000 + upTo(2) : upTo(6);
    if (upTo(4) === 0) return { operation: 'delete', space, id };
    const value = new Uint8Array(upTo(60)).map(() => (upTo(3) === 0 ? 0xff : upTo(256)));
    return put(space, id, value);
  };
  return Array.from({ length: commits }, (_, index) => {
    const entries = Array.from({ length: 1 + upTo(4) }, change);
    if (index % 3 === 0) entries.push(put(3, index, new Uint8Array(upTo(20)).fill(index)));
    if (index % 3 === 1) entries.push({ operation: 'delete', space: 3, id: index - 1 });
    return entries;
  });
}

function tears(seed: number): Tear[] {
  const random = seededRandom(seed);
  const byte = (): number => Math.floor(random.next() * 256);
  return [
    (before) => before,
    (_before, after) => after,
    (before, after) => before.map((old, i) => (random.next() < 0.5 ? old : (after[i] ?? old))),
    (before, after) => before.map((old, i) => (i < before.length / 2 ? (after[i] ?? old) : old)),
    (before, after) => before.map((old, i) => (i < before.length / 2 ? old : (after[i] ?? old))),
    (before) => before.map(byte),
  ];
}

/** Runs commits until the power goes; returns how many are known to be committed. */
function runUntilCut(flash: MemoryFlash, commits: readonly Entry[][]): number {
  const log = FlashLog.mount(flash, OPTIONS);
  let done = 0;
  try {
    for (const commit of commits) {
      log.commit(commit);
      done++;
    }
  } catch (error) {
    if (!(error instanceof PowerCut)) throw error;
  }
  return done;
}

/** After a cut in commit `done` the store holds that commit whole or not at all. @returns how many it holds */
function checkAfterCut(flash: MemoryFlash, states: readonly Model[], done: number): number {
  const found = contents(FlashLog.mount(flash, OPTIONS));
  for (const count of [done, done + 1]) {
    const expected = states[count];
    if (expected !== undefined && sameModel(found, expected)) return count;
  }
  assert.deepEqual(found, states[done], `after ${done} commits`);
  return done;
}

function sameModel(a: Model, b: Model): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}

describe('the flash log', () => {
  it('holds after every remount what was committed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.constantFrom(1, 4, 8, 16),
        fc.integer({ min: 1, max: 40 }),
        (seed, programBytes, every) => {
          const flash = new MemoryFlash({ ...SMALL, sectorCount: 20, programBytes });
          let log = FlashLog.mount(flash, OPTIONS);
          let model: Model = new Map();
          workload(seed, 150).forEach((commit, index) => {
            log.commit(commit);
            model = applyTo(model, commit);
            if (index % every === 0) log = FlashLog.mount(flash, OPTIONS);
          });
          assert.deepEqual(contents(log), model);
          assert.deepEqual(contents(FlashLog.mount(flash, OPTIONS)), model);
        },
      ),
      { numRuns: 40 * RUNS },
    );
  });

  it('survives a power cut at every operation, however torn, and a second one while it recovers', () => {
    for (let seed = 1; seed <= RUNS; seed++) {
      const commits = workload(seed, 90);
      const states: Model[] = [new Map()];
      for (const commit of commits) states.push(applyTo(states.at(-1) ?? new Map(), commit));
      const whole = new MemoryFlash(SMALL);
      assert.equal(runUntilCut(whole, commits), commits.length);
      assert.ok(
        whole.erasures.every((count) => count >= 2),
        'the workload goes around the ring',
      );
      for (let cut = 0; cut < whole.operations; cut++) {
        tears(cut).forEach((tear, kind) => {
          const flash = new MemoryFlash(SMALL);
          flash.cutAfter(cut, tear);
          let held = runUntilCut(flash, commits);
          flash.powerUp();
          held = checkAfterCut(flash, states, held);
          flash.cutAfter((cut + kind) % 7, tear);
          held += runUntilCut(flash, commits.slice(held));
          flash.powerUp();
          held = checkAfterCut(flash, states, held);
          held += runUntilCut(flash, commits.slice(held));
          assert.equal(held, commits.length);
          assert.deepEqual(contents(FlashLog.mount(flash, OPTIONS)), states.at(-1));
        });
      }
    }
  });

  it('wears all sectors alike under skewed writes', () => {
    const flash = new MemoryFlash({ sectorBytes: 4096, sectorCount: 32, programBytes: 8 });
    const log = FlashLog.mount(flash, { maxCommitBytes: 2048 });
    for (let id = 0; id < 200; id++) log.commit([put(1, id, new Uint8Array(100).fill(id))]);
    const value = new Uint8Array(32);
    for (let write = 0; write < 30_000 * RUNS; write++) {
      value[0] = write;
      log.commit([put(0, write % 3, value)]);
    }
    const { mostErasures, leastErasures } = log.status;
    assert.equal(
      mostErasures,
      flash.erasures.reduce((most, count) => Math.max(most, count)),
    );
    assert.ok(leastErasures > 10, 'the ring has turned');
    assert.ok(mostErasures <= leastErasures * 1.2, `${mostErasures} against ${leastErasures}`);
    assert.equal(log.ids(1).length, 200);
  });

  it('refuses what would not leave room, stores nothing of it, and takes it after a delete', () => {
    const log = FlashLog.mount(new MemoryFlash(SMALL), OPTIONS);
    const value = new Uint8Array(120).fill(7);
    let stored = 0;
    assert.throws(() => {
      for (; ; stored++) log.commit([put(0, stored, value)]);
    }, FlashFull);
    assert.ok(stored > 3);
    assert.equal(log.ids(0).length, stored);
    for (let turn = 0; turn < 200; turn++) log.commit([put(0, turn % stored, value)]);
    assert.throws(
      () => log.commit([put(1, 1, value), { operation: 'delete', space: 2, id: 9 }]),
      FlashFull,
    );
    assert.deepEqual(log.ids(1), []);
    log.commit([{ operation: 'delete', space: 0, id: 0 }]);
    log.commit([put(1, 1, value)]);
    assert.deepEqual(log.get(1, 1)?.value, value);
  });

  it('mounts noise as empty and works on it', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = seededRandom(seed);
        const noise = new Uint8Array(SMALL.sectorBytes * SMALL.sectorCount).map(
          () => random.next() * 256,
        );
        const flash = new MemoryFlash(SMALL, noise);
        const log = FlashLog.mount(flash, OPTIONS);
        assert.deepEqual(contents(log), new Map());
        let model: Model = new Map();
        for (const commit of workload(seed, 60)) {
          log.commit(commit);
          model = applyTo(model, commit);
        }
        assert.deepEqual(contents(FlashLog.mount(flash, OPTIONS)), model);
      }),
      { numRuns: 20 * RUNS },
    );
  });

  it('never believes a flipped bit', () => {
    const commits = workload(5, 60);
    const flash = new MemoryFlash(SMALL);
    runUntilCut(flash, commits);
    const image = flash.image();
    const written = new Set(
      commits.flatMap((commit) =>
        commit.map((entry) =>
          entry.operation === 'put'
            ? `${entry.space}/${entry.id}=1:${entry.value.join()}`
            : `${entry.space}/${entry.id}`,
        ),
      ),
    );
    for (let bit = 0; bit < image.length * 8; bit += 17) {
      const worn = image.slice();
      worn[bit >> 3] = (worn[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      for (const [key, value] of contents(FlashLog.mount(new MemoryFlash(SMALL, worn), OPTIONS))) {
        assert.ok(written.has(`${key}=${value}`), `${key} was never ${value}`);
      }
    }
  });

  it('refuses a commit over its limit and a key that does not fit', () => {
    const log = FlashLog.mount(new MemoryFlash(SMALL), OPTIONS);
    assert.throws(() => log.commit([put(0, 1, new Uint8Array(301))]), RangeError);
    assert.throws(() => log.commit([put(127, 1, new Uint8Array(1))]), RangeError);
    assert.throws(
      () => FlashLog.mount(new MemoryFlash({ ...SMALL, sectorCount: 4 }), OPTIONS),
      RangeError,
    );
  });
});
