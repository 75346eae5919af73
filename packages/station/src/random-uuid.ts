import type { Random } from '@northbound/rpc';

/** A UUID of version 4 (RFC 9562) from the station's own randomness. */
export function randomUuid(random: Random): string {
  let text = '';
  for (let index = 0; index < 32; index++) {
    const nibble = Math.floor(random.next() * 16);
    // The version is 4, and the variant's two highest bits are 10.
    const digit = index === 12 ? 4 : index === 16 ? (nibble & 3) | 8 : nibble;
    if (index === 8 || index === 12 || index === 16 || index === 20) text += '-';
    text += digit.toString(16);
  }
  return text;
}
