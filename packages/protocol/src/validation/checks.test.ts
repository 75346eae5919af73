import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import fc from 'fast-check';
import { anyCharacter } from '../testing/any-character.ts';
import { runs } from '../testing/runs.ts';
import { codePointLength, isDateTime, isTenths, isText, isUri } from './checks.ts';

const ajv = new Ajv({ formats: fullFormats });
const ajvDateTime = ajv.compile({ type: 'string', format: 'date-time' });
const ajvUri = ajv.compile({ type: 'string', format: 'uri' });

const twoDigits = fc.integer({ min: 0, max: 70 }).map((n) => String(n).padStart(2, '0'));

/** Texts that look like date-times: right ones, and wrong in one place or another. */
const almostTimestamps = fc
  .tuple(
    fc.constantFrom('2023', '2024', '1900', '2000', '0000', '9999', '202', '20234', '-002'),
    fc.constantFrom('01', '02', '04', '12', '00', '13', '2'),
    fc.constantFrom('01', '28', '29', '30', '31', '32', '00', '1'),
    fc.constantFrom('T', 't', ' ', 'T', 'T', ''),
    twoDigits,
    twoDigits,
    fc.oneof(twoDigits, fc.constantFrom('60', '59', '61')),
    fc.constantFrom('', '.1', '.123456', '.', ',5', '.x'),
    fc.constantFrom('Z', 'z', '', '+01:00', '-23:59', '+24:00', '+01:60', '+0100', '+01', '+1:00'),
  )
  .map(
    ([year, month, day, separator, hour, minute, second, fraction, offset]) =>
      `${year}-${month}-${day}${separator}${hour}:${minute}:${second}${fraction}${offset}`,
  );

const RFC_3339_SHAPE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

test('a date-time is what Ajv takes in the shape of RFC 3339', () => {
  fc.assert(
    fc.property(almostTimestamps, (text) => {
      assert.equal(isDateTime(text), RFC_3339_SHAPE.test(text) && ajvDateTime(text));
    }),
    runs(5000),
  );
});

test('a leap second stands at the end of a UTC day only', () => {
  for (const text of ['2016-12-31T23:59:60Z', '2017-01-01T01:59:60+02:00']) {
    assert.ok(isDateTime(text), text);
    assert.ok(ajvDateTime(text), text);
  }
  assert.ok(!isDateTime('2016-12-31T22:59:60Z'));
  assert.ok(!isDateTime('2016-12-31T23:59:60+02:00'));
});

test('what is no text is no date-time, no URI and no text', () => {
  for (const value of [undefined, null, 0, Number.NaN, true, [], {}, ['2016-12-31T23:59:59Z']]) {
    assert.ok(!isDateTime(value));
    assert.ok(!isUri(value));
    assert.ok(!isText(value, 100));
  }
});

test('a URI is one for Ajv too', () => {
  const parts = fc.constantFrom(
    ...['http', 'ftp', 'x-y.z+1', ':', '//', '/', '?', '#', '@', '%41', '%4', '%', 'a', 'Ä', ' '],
    ...['[::1]', '127.0.0.1', ':21', ':x', 'user:pw@', '~', "'", '<', '\\', '{', '&=', ''],
  );
  fc.assert(
    fc.property(
      fc.array(parts, { maxLength: 8 }),
      fc.constantFrom('', 'ftp:', 'https://h'),
      (a, b) => {
        const text = b + a.join('');
        if (isUri(text)) assert.ok(ajvUri(text), text);
      },
    ),
    runs(5000),
  );
  fc.assert(
    fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => isUri(url)),
    runs(500),
  );
});

test('a long and hostile URI is refused without backtracking for ever', () => {
  const text = `http://${'a:'.repeat(50_000)}@${'%41'.repeat(50_000)}/${'/a'.repeat(50_000)} `;
  assert.ok(!isUri(text));
});

test('characters are code points', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), (text) => {
      assert.equal(codePointLength(text), Array.from(text).length);
      assert.ok(isText(text, Array.from(text).length));
      assert.ok(!isText(`${text}x`, Array.from(text).length));
    }),
    runs(500),
  );
  assert.equal(codePointLength('\ud83d'), 1);
  assert.equal(codePointLength('\ud83dx\udd0c'), 3);
});

test('tenths are tenths although binary fractions cannot hold them', () => {
  for (const value of [0, -0, 0.1, 0.3, 0.7, 16.1, 32, 1e9 + 0.1, -6.4]) assert.ok(isTenths(value));
  for (const value of [0.05, 0.01, 16.15, -0.25, 1e6 + 0.01]) assert.ok(!isTenths(value));
});
