import type { Random } from '@northbound/rpc';

/** A UUID of version 4 (RFC 9562) from the station's own randomness. */
export function randomUuid(random: Random): string {
  // Joined, not added up: a sum is kept as a chain of its 24 pieces for as long as its message waits.
  const characters: string[] = [];
  for (let index = 0; index < 32; index++) {
    const nibble = Math.floor(random.next() * 16);
    // The version is 4, and the variant's two highest bits are 10.
    const digit = index === 12 ? 4 : index === 16 ? (nibble & 3) | 8 : nibble;
    if (index === 8 || index === 12 || index === 16 || index === 20) characters.push('-');
    characters.push(digit.toString(16));
  }
  return characters.join('');
}
