import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { DICTIONARY } from './dictionary.ts';
import { MOST_PRESSED_BYTES, press, unpress } from './pressed.ts';

/** Texts with much that stands twice, in themselves and in the dictionary. */
const text = fc
  .array(
    fc.oneof(
      fc.nat(DICTIONARY.length - 40).map((at) => DICTIONARY.slice(at, at + 40)),
      fc.constantFrom('abcabcabcabc', '{}', '"seqNo":', '\0'.repeat(300)),
      fc.string(),
    ),
    { maxLength: 40 },
  )
  .map((parts) => Buffer.from(parts.join('')).subarray(0, MOST_PRESSED_BYTES));

describe('pressed texts', () => {
  it('have the dictionary that is on the flash of stations; another one needs another layout', () => {
    assert.equal(
      createHash('sha256').update(DICTIONARY, 'latin1').digest('hex'),
      'feba13b4bf0b5843be109335ec5aa199c9cf99541fab6630a48236818a13576e',
    );
  });

  it('are what they were', () => {
    const anything = fc.oneof(text, fc.uint8Array({ maxLength: MOST_PRESSED_BYTES }));
    fc.assert(
      fc.property(anything, (bytes) => {
        const pressed = press(bytes);
        assert.ok(pressed.length <= bytes.length + bytes.length / 255 + 2);
        assert.ok(unpress(pressed).equals(bytes));
      }),
      runs(200),
    );
  });

  it('are refused when they were cut off, or say more than a text holds', () => {
    const refused = (bytes: Uint8Array) => assert.throws(() => unpress(bytes), RangeError);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        try {
          assert.ok(unpress(bytes).length <= MOST_PRESSED_BYTES);
        } catch (error) {
          assert.ok(error instanceof RangeError);
        }
      }),
      runs(200),
    );
    refused(Uint8Array.of(0x20, 1));
    refused(Uint8Array.of(0x00, 0xff, 0xff));
    refused(Uint8Array.of(0x0f, 1, 0, ...new Uint8Array(20).fill(255), 0));
    refused(Uint8Array.of(0xf0, ...new Uint8Array(20).fill(255), 0));
  });

  it('takes the longest text, however little is known of it, and no longer one', () => {
    const noise = new Uint8Array(MOST_PRESSED_BYTES).map((_, at) => (at * at * 7919) >> 5);
    assert.ok(unpress(press(noise)).equals(noise));
    assert.throws(() => press(new Uint8Array(MOST_PRESSED_BYTES + 1)), RangeError);
  });
});
