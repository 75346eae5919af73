import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import { seededRandom } from '@northbound/rpc/testing';
import { MemoryFlash } from './flash/memory-flash.ts';
import { flashStorage } from './flash-storage.ts';
import { DEFAULT_GEOMETRY, defaultSizes } from './sizes.ts';
import { projectedLifeYears } from './status.ts';
import { Session } from './testing/sessions.ts';

const EVENTS = Math.min(200_000, 6_000 * runs(1).numRuns);

describe('wear and RAM', () => {
  it('spreads the wear, writes each event about once, and says how long the flash lasts', () => {
    const geometry = { ...DEFAULT_GEOMETRY, sectorCount: 64 };
    const sizes = { ...defaultSizes(geometry), maxRecordBytes: 4096, deadLetterBytes: 4500 };
    const flash = new MemoryFlash(geometry);
    const storage = flashStorage(flash, { sizes });
    for (let n = 0; n < 200; n++) storage.values.set(`variable:${n}`, `${n}`);
    const random = seededRandom(1);
    for (let events = 0; events < EVENTS; events += 63) {
      const session = new Session(random);
      const minutes = Array.from({ length: 60 }, () => session.sampled());
      for (const { message, after } of [
        session.started(),
        session.charging(),
        ...minutes,
        session.ended(10),
      ]) {
        storage.queue.append(message, after);
        storage.queue.remove();
      }
    }
    const { flash: status, writeAmplification } = storage.status(0);
    assert.ok(status.leastErasures > 0, 'the ring has turned');
    const { mostErasures, leastErasures } = status;
    assert.ok(mostErasures - leastErasures <= Math.max(1, leastErasures * 0.2));
    assert.equal(flash.programmedBytes, status.programmedBytes);
    assert.ok(writeAmplification < 1.3, `${writeAmplification}`);
    const years = projectedLifeYears(status, geometry.sectorCount, 100_000, EVENTS * 60_000);
    assert.ok(years > 100, `${years}`);
  });

  it('counts down the years', () => {
    const year = 365.25 * 86_400_000;
    const used = { erasures: 640, mostErasures: 50_000 };
    assert.equal(projectedLifeYears(used, 64, 100_000, year), 5_000);
    assert.equal(projectedLifeYears({ ...used, mostErasures: 200_000 }, 64, 100_000, year), 0);
    assert.equal(projectedLifeYears({ erasures: 0, mostErasures: 0 }, 64, 100_000, year), Infinity);
  });

  it('takes no more RAM than its size says, however full every lane is', () => {
    const flash = new MemoryFlash(DEFAULT_GEOMETRY);
    const storage = flashStorage(flash);
    const random = seededRandom(1);
    const session = new Session(random);
    const timestamp = new Date(0).toISOString();
    const started = session.started();
    storage.queue.append(started.message, started.after);
    let most = 0;
    for (let n = 0; n < 2_400; n++) {
      const { message, after } = session.sampled();
      storage.queue.append(message, after);
      if (n % 4 === 0) {
        const payload = { type: 'StartupOfTheDevice' };
        storage.security.append({ messageId: `${n}`, action: 'S', payload, timestamp });
        storage.values.set(`variable:${n}`, 'x');
      }
      most = Math.max(most, storage.status(0).ramBytes);
    }
    assert.ok(storage.status(0).transactions.dropped > 0, 'the lane is full');
    assert.ok(most < 50_000, `${most} bytes`);
  });
});
