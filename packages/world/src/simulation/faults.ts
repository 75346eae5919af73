import type { Dice } from '../dice.ts';

const S = 1_000;
const MIN = 60 * S;
const H = 60 * MIN;

/** Something that goes wrong at a moment of the world. A list of them is all that a failing run needs to be told. */
export type Fault = { readonly atMs: number } & (
  | { readonly kind: 'outage'; readonly station: number; readonly forMs: number }
  | { readonly kind: 'halfOpen'; readonly station: number; readonly forMs: number }
  | { readonly kind: 'reset'; readonly station: number }
  | {
      readonly kind: 'slow';
      readonly station: number;
      readonly forMs: number;
      readonly latencyMs: number;
    }
  | { readonly kind: 'partition'; readonly forMs: number }
  | {
      readonly kind: 'refused';
      readonly station: number;
      readonly forMs: number;
      readonly code: 'dns' | 'tls';
    }
  | { readonly kind: 'powerCut'; readonly station: number; readonly forMs: number }
  | {
      readonly kind: 'tornWrite';
      readonly station: number;
      readonly operations: number;
      readonly forMs: number;
    }
  | {
      readonly kind: 'bitRot';
      readonly station: number;
      readonly bits: number;
      readonly forMs: number;
    }
  | { readonly kind: 'street'; readonly forMs: number }
  | { readonly kind: 'clockJump'; readonly station: number; readonly byMs: number }
  | { readonly kind: 'csmsKilled'; readonly forMs: number; readonly tells: boolean }
  | {
      readonly kind: 'csmsKilledAtCommit';
      readonly commits: number;
      readonly afterIt: boolean;
      readonly forMs: number;
    }
  | { readonly kind: 'diskFull'; readonly forMs: number }
);

export type FaultKind = Fault['kind'];

/** How often a day each happens (to each station, or to the world), and with what. */
interface Row<K extends FaultKind> {
  readonly perDay: number;
  readonly of: 'station' | 'world';
  draw(dice: Dice, station: number, atMs: number): Extract<Fault, { readonly kind: K }>;
}

const short = (dice: Dice) => dice.between(5 * S, 10 * MIN);
const long = (dice: Dice) => dice.oneOf(short(dice), dice.between(10 * MIN, 6 * H));

const FAULTS: { readonly [K in FaultKind]: Row<K> } = {
  outage: {
    perDay: 1.5,
    of: 'station',
    draw: (dice, station, atMs) => ({ atMs, kind: 'outage', station, forMs: long(dice) }),
  },
  halfOpen: {
    perDay: 1,
    of: 'station',
    draw: (dice, station, atMs) => ({ atMs, kind: 'halfOpen', station, forMs: long(dice) }),
  },
  reset: {
    perDay: 1,
    of: 'station',
    draw: (_dice, station, atMs) => ({ atMs, kind: 'reset', station }),
  },
  slow: {
    perDay: 0.7,
    of: 'station',
    draw: (dice, station, atMs) => ({
      atMs,
      kind: 'slow',
      station,
      forMs: long(dice),
      latencyMs: dice.between(500, 40_000),
    }),
  },
  partition: {
    perDay: 0.3,
    of: 'world',
    draw: (dice, _station, atMs) => ({ atMs, kind: 'partition', forMs: short(dice) }),
  },
  refused: {
    perDay: 0.3,
    of: 'station',
    draw: (dice, station, atMs) => ({
      atMs,
      kind: 'refused',
      station,
      forMs: short(dice),
      code: dice.oneOf('dns', 'tls'),
    }),
  },
  powerCut: {
    perDay: 0.5,
    of: 'station',
    draw: (dice, station, atMs) => ({ atMs, kind: 'powerCut', station, forMs: long(dice) }),
  },
  tornWrite: {
    perDay: 1.5,
    of: 'station',
    draw: (dice, station, atMs) => ({
      atMs,
      kind: 'tornWrite',
      station,
      operations: dice.between(0, 60),
      forMs: short(dice),
    }),
  },
  bitRot: {
    perDay: 0.02,
    of: 'station',
    draw: (dice, station, atMs) => ({
      atMs,
      kind: 'bitRot',
      station,
      bits: dice.between(1, 12),
      forMs: short(dice),
    }),
  },
  street: {
    perDay: 0.2,
    of: 'world',
    draw: (dice, _station, atMs) => ({ atMs, kind: 'street', forMs: short(dice) }),
  },
  clockJump: {
    perDay: 0.2,
    of: 'station',
    draw: (dice, station, atMs) => ({
      atMs,
      kind: 'clockJump',
      station,
      byMs: dice.between(-2 * H, 2 * H),
    }),
  },
  csmsKilled: {
    perDay: 0.7,
    of: 'world',
    draw: (dice, _station, atMs) => ({
      atMs,
      kind: 'csmsKilled',
      forMs: short(dice),
      tells: dice.chance(0.7),
    }),
  },
  csmsKilledAtCommit: {
    perDay: 1,
    of: 'world',
    draw: (dice, _station, atMs) => ({
      atMs,
      kind: 'csmsKilledAtCommit',
      commits: dice.between(1, 10),
      afterIt: dice.chance(0.5),
      forMs: short(dice),
    }),
  },
  diskFull: {
    perDay: 0.2,
    of: 'world',
    draw: (dice, _station, atMs) => ({ atMs, kind: 'diskFull', forMs: short(dice) }),
  },
};

export const FAULT_KINDS: readonly FaultKind[] = Object.keys(FAULTS).filter(isFaultKind);

export function isFaultKind(name: string): name is FaultKind {
  return Object.hasOwn(FAULTS, name);
}

/** What goes wrong in a world: each kind about as often as its row says. */
export function drawFaults(dice: Dice, stations: number, days: number): Fault[] {
  const faults: Fault[] = [];
  for (const row of Object.values(FAULTS)) {
    const targets = row.of === 'station' ? stations : 1;
    for (let station = 0; station < targets; station++) {
      for (let day = 0; day < days; day++) {
        for (let left = row.perDay; left > 0; left--) {
          if (!dice.chance(Math.min(1, left))) continue;
          faults.push(row.draw(dice, station, dice.between(day * 24 * H, (day + 1) * 24 * H)));
        }
      }
    }
  }
  return faults.sort((left, right) => left.atMs - right.atMs);
}
