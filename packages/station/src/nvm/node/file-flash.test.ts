import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import { seededRandom } from '@northbound/rpc/testing';
import fc from 'fast-check';
import { capacityBytes } from '../flash/flash.ts';
import { flashStorage } from '../flash-storage.ts';
import { TINY, TINY_SIZES } from '../testing/flashes.ts';
import { Session } from '../testing/sessions.ts';
import { FileFlash, FlashFileError } from './file-flash.ts';

const OPTIONS = { sizes: TINY_SIZES };
const SIZE = capacityBytes(TINY);

describe('flash in a file', () => {
  let directory = '';
  let path = '';
  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'northbound-flash-'));
    path = join(directory, 'flash');
  });
  after(() => rmSync(directory, { recursive: true }));

  it('is made once, at its full size, and keeps what was committed', () => {
    const first = new FileFlash(path, TINY);
    assert.deepEqual(first.file, { found: 'nothing' });
    assert.equal(readFileSync(path).length, SIZE);
    const session = new Session(seededRandom(1));
    const { message, after } = session.started();
    const storage = flashStorage(first, OPTIONS);
    storage.queue.append(message, after);
    for (let n = 0; n < 800; n++) storage.values.set('name', `${n}`.repeat(20));
    first.close();
    const second = new FileFlash(path, TINY);
    assert.deepEqual(second.file, { found: 'flash' });
    const again = flashStorage(second, OPTIONS);
    assert.deepEqual(again.queue.first(), message);
    assert.equal(again.values.get('name'), '799'.repeat(20));
    assert.ok(again.status(0).flash.leastErasures > 0, 'the ring has turned');
    second.close();
    assert.equal(readFileSync(path).length, SIZE);
  });

  it('sets a file of another size aside, untouched, and starts empty', () => {
    truncateSync(path, SIZE - 100);
    const truncated = readFileSync(path);
    const flash = new FileFlash(path, TINY);
    const movedTo = `${path}.other-size`;
    assert.deepEqual(flash.file, { found: 'otherFile', bytes: SIZE - 100, movedTo });
    assert.deepEqual(readFileSync(movedTo), truncated);
    const storage = flashStorage(flash, OPTIONS);
    assert.equal(storage.queue.length, 0);
    assert.equal(storage.status(0).flash.found, 'blank');
    assert.match(storage.status(0).problem ?? '', /held \d+ bytes, not \d+: it was moved to/);
    flash.close();
  });

  it('belongs to one process, until that is gone', () => {
    const flash = new FileFlash(path, TINY);
    // The same process may open it again, one after the other.
    new FileFlash(path, TINY).close();
    assert.match(readFileSync(`${path}.lock`, 'utf8'), new RegExp(`^${process.pid} `));
    flash.close();
    assert.equal(existsSync(`${path}.lock`), false);
    // A living process, and one that had its number before.
    writeFileSync(`${path}.lock`, `${process.ppid} ${startOf(process.ppid)}\n`);
    assert.throws(() => new FileFlash(path, TINY), new RegExp(`process ${process.ppid}`));
    for (const stale of [`${process.ppid} 1\n`, '4194303 5\n', 'nonsense', '']) {
      writeFileSync(`${path}.lock`, stale);
      new FileFlash(path, TINY).close();
    }
  });

  it('takes a file full of noise as empty, says so, and works on it', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = seededRandom(seed);
        writeFileSync(
          path,
          new Uint8Array(SIZE).map(() => random.next() * 256),
        );
        const flash = new FileFlash(path, TINY);
        const storage = flashStorage(flash, OPTIONS);
        assert.equal(storage.status(0).flash.found, 'foreign');
        storage.values.set('a', 'b');
        assert.equal(flashStorage(flash, OPTIONS).values.get('a'), 'b');
        flash.close();
      }),
      runs(5),
    );
  });

  it('opens whatever became of a good file: bits flipped, stretches overwritten', () => {
    rmSync(path);
    const whole = new FileFlash(path, TINY);
    const storage = flashStorage(whole, OPTIONS);
    const session = new Session(seededRandom(1));
    const { message, after } = session.started();
    storage.queue.append(message, after);
    for (let n = 0; n < 40; n++) storage.values.set(`name ${n % 5}`, `${n}`.repeat(20));
    whole.close();
    const image = readFileSync(path);
    const damage = fc.record({
      at: fc.nat(SIZE - 1),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 700 }),
    });
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 5 }), (damages) => {
        const worn = Buffer.from(image);
        for (const { at, bytes } of damages) worn.set(bytes.subarray(0, SIZE - at), at);
        writeFileSync(path, worn);
        const flash = new FileFlash(path, TINY);
        const opened = flashStorage(flash, OPTIONS);
        const first = opened.queue.first();
        if (first !== undefined) assert.deepEqual(first, message);
        opened.values.set('new', 'value');
        assert.equal(flashStorage(flash, OPTIONS).values.get('new'), 'value');
        flash.close();
      }),
      runs(30),
    );
  });

  it('reads what was cut off while it was open as erased', () => {
    const flash = new FileFlash(path, TINY);
    truncateSync(path, 10);
    const bytes = new Uint8Array(30);
    flash.read(0, bytes);
    assert.ok(bytes.subarray(10).every((byte) => byte === 0xff));
    flash.close();
    rmSync(path);
  });

  it('says in a sentence why a path cannot be flash', () => {
    assert.throws(() => new FileFlash(directory, TINY), /is a directory/);
    assert.throws(
      () => new FileFlash(join(directory, 'no', 'flash'), TINY),
      /its directory does not/,
    );
    const flash = new FileFlash(path, TINY);
    flash.close();
    assert.throws(
      () => flash.sync(),
      (error) => error instanceof FlashFileError && error.code === 'EBADF',
    );
  });

  it('needs to write', { skip: process.getuid?.() === 0 }, () => {
    chmodSync(path, 0o400);
    assert.throws(() => new FileFlash(path, TINY), /may not be read and written/);
  });

  it('says when the disk is full', { skip: !existsSync('/dev/full') }, () => {
    assert.throws(
      () => new FileFlash('/dev/full', TINY),
      (error) => error instanceof FlashFileError && error.code === 'ENOSPC',
    );
  });
});

/** Field 22 of proc(5) stat; 0 where there is no such file. */
function startOf(pid: number): string {
  if (!existsSync(`/proc/${pid}/stat`)) return '0';
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
}
