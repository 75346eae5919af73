import { Dice, seededRandom } from '@northbound/rpc/testing';

/**
 * The random numbers of a world. Everybody has a stream of his own, what is planned another than what happens: whatever
 * is taken away, faults or stations, leaves the rest as it was.
 */
export function streamsOf(seed: number) {
  const dice = (own: number) => new Dice(seededRandom(own));
  return {
    plan: () => dice(seed),
    groups: () => dice(seed * 61),
    security: (station: number) => dice(seed * 47 + station),
    patience: (station: number) => dice(seed * 53 + station),
    letters: (station: number) => dice(seed * 59 + station),
    station: (station: number) => seededRandom(seed + 1_000 + station),
    path: (identity: string) => seededRandom(seed * 41 + Number(identity.slice(3))),
    drivers: (station: number, evse: number) => dice(seed * 31 + station * 7 + evse),
    operators: (station: number) => dice(seed * 37 + station),
    limits: (station: number) => dice(seed * 67 + station),
    lists: (station: number) => dice(seed * 71 + station),
    plans: (station: number) => dice(seed * 79 + station),
    closings: (station: number) => dice(seed * 73 + station),
    csms: () => seededRandom(seed + 2),
    disk: () => seededRandom(seed + 3),
    authority: () => dice(seed * 43),
  };
}
