import fc from 'fast-check';

const SURROGATES_FROM = 0xd800;
const SURROGATES = 0x800;
const LAST = 0x10_ffff;

/**
 * Any code point that is a character by itself, as the unit of `fc.string`. fast-check's own unit `binary` is the same,
 * and builds a table of all of them in every process: a second of CPU, so as to shrink texts that it has not made.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .nat({ max: LAST - SURROGATES })
  .map((index) => String.fromCodePoint(index < SURROGATES_FROM ? index : index + SURROGATES));
