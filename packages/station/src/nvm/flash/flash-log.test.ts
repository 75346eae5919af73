import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import { seededRandom } from '@northbound/rpc/testing';
import fc from 'fast-check';
import { FlashFull, type FlashGeometry, PowerCut } from './flash.ts';
import { FlashLog } from './flash-log.ts';
import type { Entry } from './format.ts';
import { MemoryFlash, type Tear } from './memory-flash.ts';

const ASKED = runs(1).numRuns;
/** Every hundredth asked-for run is another seed: one is thousands of power cuts. */
const SEEDS = Math.ceil(ASKED / 100);
const WRITES = Math.min(1_000_000, 30_000 * ASKED);
const SMALL: FlashGeometry = { sectorBytes: 256, sectorCount: 16, programBytes: 8 };
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
          const flash = new MemoryFlash({ ...SMALL, sectorCount: 24, programBytes });
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
      runs(40),
    );
  });

  it('survives a power cut at every operation, however torn, and a second one while it recovers', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const commits = workload(seed, 110);
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

  it('is not worn down by hundreds of boots that each last for a few operations', () => {
    for (let seed = 1; seed <= 4 * SEEDS; seed++) {
      const random = seededRandom(seed);
      const upTo = (limit: number): number => Math.floor(random.next() * limit);
      const flash = new MemoryFlash(SMALL);
      const brim = FlashLog.mount(flash, OPTIONS);
      let count = 0;
      const value = (): Uint8Array => new Uint8Array(60).map(() => upTo(256));
      assert.throws(() => {
        for (; ; count++) brim.commit([put(0, count, value())]);
      }, FlashFull);
      let model = contents(brim);
      for (let boot = 0; boot < 200; boot++) {
        flash.powerUp();
        const log = FlashLog.mount(flash, OPTIONS);
        assert.deepEqual(contents(log), model, `seed ${seed}, boot ${boot}`);
        const tear = tears(boot)[upTo(6)] ?? ((before) => before);
        flash.cutAfter(upTo(2 ** (seed % 4)), tear);
        let change: Entry[] = [];
        assert.throws(() => {
          for (;;) {
            change = [put(0, upTo(count), value())];
            log.commit(change);
            model = applyTo(model, change);
          }
        }, PowerCut);
        flash.powerUp();
        const found = contents(FlashLog.mount(flash, OPTIONS));
        if (sameModel(found, applyTo(model, change))) model = found;
      }
      const log = FlashLog.mount(flash, OPTIONS);
      for (let turn = 0; turn < 300; turn++) {
        const change = [put(0, upTo(count), value())];
        log.commit(change);
        model = applyTo(model, change);
      }
      assert.deepEqual(contents(log), model, `seed ${seed}, with steady power`);
      assert.deepEqual(contents(FlashLog.mount(flash, OPTIONS)), model);
    }
  });

  it('wears all sectors alike under skewed writes', () => {
    const flash = new MemoryFlash({ sectorBytes: 4096, sectorCount: 32, programBytes: 8 });
    const log = FlashLog.mount(flash, { maxCommitBytes: 2048 });
    for (let id = 0; id < 200; id++) log.commit([put(1, id, new Uint8Array(100).fill(id))]);
    const value = new Uint8Array(32);
    for (let write = 0; write < WRITES; write++) {
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
      runs(20),
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

  it('finds room for the last commit without an erasure, also when it was torn before', () => {
    const flash = new MemoryFlash({ ...SMALL, sectorCount: 20 });
    const options = { ...OPTIONS, lastCommitBytes: 250 };
    const fresh = FlashLog.mount(flash, options);
    assert.throws(() => fresh.commitLast([put(0, 0, new Uint8Array(1))]), RangeError);
    const commits = workload(9, 200);
    for (const commit of commits) {
      const log = FlashLog.mount(flash, options);
      log.commit(commit);
      const { operations } = flash;
      const { erasures } = log.status;
      log.commitLast([put(4, 0, new Uint8Array(240).fill(operations))]);
      // The rest of one sector, and header and content of two more.
      assert.ok(flash.operations - operations <= 5);
      assert.equal(log.status.erasures, erasures);
      assert.equal(FlashLog.mount(flash, options).get(4, 0)?.value[9], operations & 0xff);
      assert.throws(() => log.commitLast([put(4, 0, new Uint8Array(260))]), RangeError);
    }
  });

  it('is not planned for commits that no record holds, nor for a last one that is longer than others', () => {
    const flash = new MemoryFlash({ ...SMALL, sectorCount: 20 });
    const mount = (options: object) => FlashLog.mount(flash, { ...OPTIONS, ...options });
    const longer = { lastCommitBytes: OPTIONS.maxCommitBytes + 1 };
    assert.throws(() => mount(longer), /at most 65535 bytes, the last one no more/);
    assert.throws(() => mount({ maxCommitBytes: 65_536 }), /at most 65535 bytes/);
  });

  it('moves values of spaces and layouts that nobody uses, untouched', () => {
    const flash = new MemoryFlash(SMALL);
    const log = FlashLog.mount(flash, OPTIONS);
    const value = Uint8Array.of(9, 8, 7);
    log.commit([{ operation: 'put', space: 99, id: 5, version: 200, value }]);
    for (let turn = 0; turn < 400; turn++) log.commit([put(1, 1, new Uint8Array(30).fill(turn))]);
    assert.ok(flash.erasures.every((count) => count >= 2));
    assert.deepEqual(FlashLog.mount(flash, OPTIONS).get(99, 5), { version: 200, value });
  });

  it('tells what it found, what it programmed and what was damaged', () => {
    const flash = new MemoryFlash(SMALL);
    const log = FlashLog.mount(flash, OPTIONS);
    assert.equal(log.status.found, 'blank');
    for (let id = 0; id < 6; id++) log.commit([put(0, id, new Uint8Array(30).fill(id))]);
    const { committedBytes, programmedBytes } = log.status;
    assert.equal(committedBytes, 6 * 34);
    assert.equal(programmedBytes, flash.programmedBytes);
    const { found, damagedRecords } = FlashLog.mount(flash, OPTIONS).status;
    assert.deepEqual({ found, damagedRecords }, { found: 'log', damagedRecords: 0 });
    flash.cutAfter(0, (before) => before.map((_, i) => (i < 20 ? 0 : 0xff)));
    assert.throws(() => log.commit([put(0, 9, new Uint8Array(30))]), PowerCut);
    flash.powerUp();
    const mounted = FlashLog.mount(flash, OPTIONS);
    assert.equal(mounted.status.damagedRecords, 1);
    mounted.commit([put(0, 9, new Uint8Array(30))]);
    assert.equal(FlashLog.mount(flash, OPTIONS).count(0), 7);
    const otherShape = { sectorBytes: 512, sectorCount: 8, programBytes: 8 };
    const other = FlashLog.mount(new MemoryFlash(otherShape, flash.image()), {
      maxCommitBytes: 100,
    });
    assert.equal(other.status.found, 'foreign');
    assert.equal(other.count(0), 0);
  });

  it('holds 14 bytes of RAM for each value, and gives them back', () => {
    const flash = new MemoryFlash({ sectorBytes: 4096, sectorCount: 64, programBytes: 8 });
    const log = FlashLog.mount(flash, OPTIONS);
    for (let id = 0; id < 4000; id++) log.commit([put(1, id, new Uint8Array(8))]);
    assert.ok(log.status.ramBytes <= 4000 * 14 * 1.5, `${log.status.ramBytes}`);
    for (let id = 0; id < 4000; id++) log.commit([{ operation: 'delete', space: 1, id }]);
    assert.ok(log.status.ramBytes <= 300, `${log.status.ramBytes}`);
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
