import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import type { BlackBox } from './black-box.ts';
import { FlashLog } from './flash/flash-log.ts';
import { MemoryFlash } from './flash/memory-flash.ts';
import { type FlashStorageOptions, flashStorage } from './flash-storage.ts';
import { DEFAULT_GEOMETRY, maxCommitBytes } from './sizes.ts';
import { SPACE } from './spaces.ts';
import { TINY, TINY_SIZES } from './testing/flashes.ts';

const OPTIONS = { sizes: TINY_SIZES };

function boxOn(flash: MemoryFlash, options: FlashStorageOptions = OPTIONS): BlackBox {
  const { blackBox } = flashStorage(flash, options);
  assert.ok(blackBox);
  return blackBox;
}

function utf8(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}

describe('the black box', () => {
  it('gives back the newest entries, bit for bit and in order, over reboots', () => {
    const entry = fc.record(
      {
        kind: fc.nat(255),
        atMs: fc.double({ noNaN: true }),
        bytes: fc.uint8Array({ maxLength: 400 }),
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 40 }), (entries) => {
        const flash = new MemoryFlash(TINY);
        let box = boxOn(flash);
        entries.forEach(({ kind, atMs, bytes }, index) => {
          box.append(kind, atMs, bytes);
          if (index % 9 === 8) {
            box.flush();
            box = boxOn(flash);
          }
        });
        const kept = [...box.entries()];
        assert.deepEqual(kept, entries.slice(entries.length - kept.length));
        assert.ok(entries.length < 3 || kept.length > 0);
      }),
      runs(40),
    );
  });

  it('keeps to its share and cuts off what is longer than a batch', () => {
    const flash = new MemoryFlash(TINY);
    const blackBox = boxOn(flash);
    const noise = new Uint8Array(3000).map((_, index) => (index * index * 7919) >> 5);
    for (let number = 0; number < 50; number++) blackBox.append(1, number, noise);
    blackBox.flush();
    const kept = [...blackBox.entries()];
    assert.equal(kept.at(-1)?.atMs, 49);
    assert.ok(kept.every(({ bytes }) => bytes.length === TINY_SIZES.maxRecordBytes - 11));
    const sum = kept.reduce((bytes, entry) => bytes + entry.bytes.length, 0);
    assert.ok(sum <= TINY_SIZES.blackBoxBytes);
  });

  it('writes a fifth of the frames it records, or less, and syncs once a batch', () => {
    const flash = new MemoryFlash(DEFAULT_GEOMETRY);
    const blackBox = boxOn(flash, {});
    let recorded = 0;
    for (let seqNo = 0; seqNo < 400; seqNo++) {
      const frame = Buffer.from(
        `[2,"${seqNo.toString(16).padStart(36, '0')}","TransactionEvent",{"eventType":"Updated","triggerReason":"MeterValuePeriodic","timestamp":"${new Date(seqNo * 60_000).toISOString()}","seqNo":${seqNo},"transactionInfo":{"transactionId":"00000000-0000-4000-8000-000000000000"},"meterValue":[{"timestamp":"${new Date(seqNo * 60_000).toISOString()}","sampledValue":[{"value":${seqNo * 183.4},"measurand":"Energy.Active.Import.Register","unitOfMeasure":{"unit":"Wh"}}]}]}]`,
      );
      blackBox.append(2, seqNo, frame);
      recorded += frame.length;
    }
    blackBox.flush();
    assert.ok(flash.programmedBytes < recorded / 5, `${flash.programmedBytes} of ${recorded}`);
    assert.ok(flash.syncs < recorded / 3500, `${flash.syncs} syncs`);
    assert.equal([...blackBox.entries()].length, 400);
  });

  it('reads what firmware before wrote, and writes it anew where it is changed', () => {
    const flash = new MemoryFlash(TINY);
    const options = { maxCommitBytes: maxCommitBytes(TINY_SIZES), lastCommitBytes: 128 + 8 };
    const batch = Buffer.concat(
      [7.25, 7.25, 9].map((atMs, index) => {
        const entry = Buffer.alloc(13 + 4, 'AA11');
        entry.writeUInt8(index + 1);
        entry.writeDoubleLE(atMs, 1);
        entry.writeUInt32LE(4, 9);
        entry.write('AA11', 13);
        return entry;
      }),
    );
    const value = new Uint8Array(deflateRawSync(batch));
    FlashLog.mount(flash, options).commit([
      { operation: 'put', space: SPACE.blackBox, id: 1, version: 1, value },
    ]);
    const entries = (bytes: string) =>
      [7.25, 7.25, 9].map((atMs, index) => ({ kind: index + 1, atMs, bytes: utf8(bytes) }));
    const box = boxOn(flash);
    assert.deepEqual([...box.entries()], entries('AA11'));
    box.rewrite(() => utf8('****'));
    assert.deepEqual([...boxOn(flash).entries()], entries('****'));
  });

  it('changes entries where they stand, and takes no room where it has no share', () => {
    const flash = new MemoryFlash(TINY);
    const box = boxOn(flash);
    for (let number = 0; number < 60; number++) {
      box.append(1, number, Buffer.from(`token AA11 of ${number}`));
    }
    box.rewrite(({ bytes, atMs }) =>
      atMs % 2 === 0
        ? Buffer.from(Buffer.from(bytes).toString().replace('AA11', '****'))
        : undefined,
    );
    const texts = [...boxOn(flash).entries()].map(({ bytes }) => Buffer.from(bytes).toString());
    assert.equal(texts.at(-1), 'token AA11 of 59');
    assert.equal(texts.at(-2), 'token **** of 58');
    const sizes = { ...TINY_SIZES, blackBoxBytes: 0 };
    assert.equal(flashStorage(new MemoryFlash(TINY), { sizes }).blackBox, undefined);
  });
});
