import type { Dice } from '@northbound/rpc/testing';

const S = 1_000;
const MIN = 60 * S;
const H = 60 * MIN;

/** How answers of the CSMS go wrong on their way out. */
export type Mangling = 'error' | 'empty' | 'cut' | 'otherId' | 'lost';

/** What each kind of fault is made of, beside its moment. */
interface Shapes {
  outage: { readonly station: number; readonly forMs: number };
  halfOpen: { readonly station: number; readonly forMs: number };
  reset: { readonly station: number };
  slow: { readonly station: number; readonly forMs: number; readonly latencyMs: number };
  narrow: { readonly station: number; readonly forMs: number; readonly bytesPerS: number };
  stall: { readonly station: number; readonly forMs: number };
  nat: { readonly station: number; readonly forMs: number; readonly forgetsAfterMs: number };
  partition: { readonly stations: readonly number[]; readonly forMs: number };
  storm: object;
  refused: { readonly station: number; readonly forMs: number; readonly code: 'dns' | 'tls' };
  wrongAnswers: { readonly station: number; readonly forMs: number; readonly how: Mangling };
  powerCut: { readonly station: number; readonly forMs: number };
  tornWrite: { readonly station: number; readonly operations: number; readonly forMs: number };
  bitRot: { readonly station: number; readonly bits: number; readonly forMs: number };
  wornFlash: { readonly station: number; readonly cells: number };
  street: { readonly forMs: number };
  broken: {
    readonly station: number;
    readonly evse: number;
    readonly code: string;
    readonly forMs: number;
  };
  gridLimit: { readonly station: number; readonly limitW: number; readonly forMs: number };
  clockJump: { readonly station: number; readonly byMs: number };
  csmsKilled: { readonly forMs: number; readonly tells: boolean };
  csmsKilledAtCommit: {
    readonly commits: number;
    readonly afterIt: boolean;
    readonly forMs: number;
  };
  csmsKilledAtAwait: { readonly calls: number; readonly steps: number; readonly forMs: number };
  slowDisk: { readonly forMs: number; readonly mostMs: number };
  diskFull: { readonly forMs: number };
  welded: { readonly station: number; readonly evse: number; readonly forMs: number };
}

/** What may go wrong. */
export type FaultKind = keyof Shapes;

/** Something that goes wrong. */
type Mishap<K extends FaultKind> = { readonly kind: K } & Shapes[K];

/** … at a moment of the world. A list of them is all that a failing run needs to be told. */
export type Fault = { readonly [K in FaultKind]: { readonly atMs: number } & Mishap<K> }[FaultKind];

/** How often a day each happens (to each station, or to the world), and with what. */
interface Row<K extends FaultKind> {
  readonly perDay: number;
  readonly of: 'station' | 'world';
  /** The rules do not hold against it: it happens only where somebody asks for it, to see them broken. */
  readonly breaksRules?: true;
  /** @param group some of the stations, at least one */
  draw(dice: Dice, station: number, group: () => readonly number[]): Mishap<K>;
}

const short = (dice: Dice) => dice.between(5 * S, 10 * MIN);
const long = (dice: Dice) => dice.oneOf(short(dice), dice.between(10 * MIN, 6 * H));

const FAULTS: { readonly [K in FaultKind]: Row<K> } = {
  outage: {
    perDay: 1.2,
    of: 'station',
    draw: (dice, station) => ({ kind: 'outage', station, forMs: long(dice) }),
  },
  halfOpen: {
    perDay: 0.8,
    of: 'station',
    draw: (dice, station) => ({ kind: 'halfOpen', station, forMs: long(dice) }),
  },
  reset: { perDay: 0.8, of: 'station', draw: (_dice, station) => ({ kind: 'reset', station }) },
  slow: {
    perDay: 0.5,
    of: 'station',
    draw: (dice, station) => ({
      kind: 'slow',
      station,
      forMs: long(dice),
      latencyMs: dice.between(500, 40_000),
    }),
  },
  narrow: {
    perDay: 0.3,
    of: 'station',
    draw: (dice, station) => ({
      kind: 'narrow',
      station,
      forMs: long(dice),
      bytesPerS: dice.between(30, 400),
    }),
  },
  stall: {
    perDay: 0.5,
    of: 'station',
    draw: (dice, station) => ({ kind: 'stall', station, forMs: dice.between(5 * S, 5 * MIN) }),
  },
  nat: {
    perDay: 0.2,
    of: 'station',
    draw: (dice, station) => ({
      kind: 'nat',
      station,
      forMs: dice.between(1 * H, 12 * H),
      forgetsAfterMs: dice.between(30, 280) * S,
    }),
  },
  partition: {
    perDay: 0.3,
    of: 'world',
    draw: (dice, _station, group) => ({
      kind: 'partition',
      stations: group(),
      forMs: short(dice),
    }),
  },
  storm: { perDay: 0.3, of: 'world', draw: () => ({ kind: 'storm' }) },
  refused: {
    perDay: 0.3,
    of: 'station',
    draw: (dice, station) => ({
      kind: 'refused',
      station,
      forMs: short(dice),
      code: dice.oneOf('dns', 'tls'),
    }),
  },
  wrongAnswers: {
    perDay: 0.4,
    of: 'station',
    draw: (dice, station) => ({
      kind: 'wrongAnswers',
      station,
      forMs: dice.between(5 * S, 20 * MIN),
      how: dice.oneOf<Mangling>('error', 'error', 'empty', 'cut', 'otherId', 'lost'),
    }),
  },
  powerCut: {
    perDay: 0.5,
    of: 'station',
    draw: (dice, station) => ({ kind: 'powerCut', station, forMs: long(dice) }),
  },
  tornWrite: {
    perDay: 1.5,
    of: 'station',
    draw: (dice, station) => ({
      kind: 'tornWrite',
      station,
      operations: dice.between(0, 60),
      forMs: short(dice),
    }),
  },
  bitRot: {
    perDay: 0.02,
    of: 'station',
    draw: (dice, station) => ({
      kind: 'bitRot',
      station,
      bits: dice.between(1, 12),
      forMs: short(dice),
    }),
  },
  // The rules forgive a station whose flash has lost bits; so it is rare.
  wornFlash: {
    perDay: 0.02,
    of: 'station',
    draw: (dice, station) => ({ kind: 'wornFlash', station, cells: dice.between(1, 6) }),
  },
  street: { perDay: 0.2, of: 'world', draw: (dice) => ({ kind: 'street', forMs: short(dice) }) },
  broken: {
    perDay: 0.3,
    of: 'station',
    draw: (dice, station) => ({
      kind: 'broken',
      station,
      evse: dice.between(1, 3),
      code: dice.oneOf('CX001', 'CX002', 'CX003', 'CX006', 'CX012', 'GroundFailure', 'OwnCode'),
      forMs: dice.between(10 * S, 2 * H),
    }),
  },
  gridLimit: {
    perDay: 0.3,
    of: 'station',
    draw: (dice, station) => ({
      kind: 'gridLimit',
      station,
      limitW: dice.oneOf(0, 3_000, 8_000, 20_000),
      forMs: dice.between(1 * MIN, 2 * H),
    }),
  },
  clockJump: {
    perDay: 0.2,
    of: 'station',
    draw: (dice, station) => ({ kind: 'clockJump', station, byMs: dice.between(-2 * H, 2 * H) }),
  },
  csmsKilled: {
    perDay: 0.5,
    of: 'world',
    draw: (dice) => ({ kind: 'csmsKilled', forMs: short(dice), tells: dice.chance(0.7) }),
  },
  csmsKilledAtCommit: {
    perDay: 0.7,
    of: 'world',
    draw: (dice) => ({
      kind: 'csmsKilledAtCommit',
      commits: dice.between(1, 10),
      afterIt: dice.chance(0.5),
      forMs: short(dice),
    }),
  },
  csmsKilledAtAwait: {
    perDay: 0.7,
    of: 'world',
    draw: (dice) => ({
      kind: 'csmsKilledAtAwait',
      calls: dice.between(1, 20),
      steps: dice.between(0, 12),
      forMs: short(dice),
    }),
  },
  slowDisk: {
    perDay: 0.3,
    of: 'world',
    draw: (dice) => ({ kind: 'slowDisk', forMs: short(dice), mostMs: dice.between(1 * S, 40 * S) }),
  },
  diskFull: {
    perDay: 0.2,
    of: 'world',
    draw: (dice) => ({ kind: 'diskFull', forMs: short(dice) }),
  },
  welded: {
    perDay: 2,
    of: 'station',
    breaksRules: true,
    draw: (dice, station) => ({
      kind: 'welded',
      station,
      evse: dice.between(1, 3),
      forMs: dice.between(1 * H, 12 * H),
    }),
  },
};

export const FAULT_KINDS: readonly FaultKind[] = Object.keys(FAULTS).filter(isFaultKind);

function isFaultKind(name: string): name is FaultKind {
  return Object.hasOwn(FAULTS, name);
}

/**
 * What goes wrong in a world: each kind about as often as its row says.
 *
 * @param groups draws which stations are struck together
 * @param evses how many each station has
 * @param kinds only these; all that a world has to withstand when absent
 */
export function drawFaults(
  dice: Dice,
  groups: Dice,
  evses: readonly number[],
  days: number,
  kinds: readonly FaultKind[] = FAULT_KINDS.filter((kind) => !FAULTS[kind].breaksRules),
): Fault[] {
  const faults: Fault[] = [];
  const group = () => drawGroup(groups, evses.length);
  for (const row of Object.values(FAULTS)) {
    const targets = row.of === 'station' ? evses.length : 1;
    for (let station = 0; station < targets; station++) {
      for (let day = 0; day < days; day++) {
        for (let left = row.perDay; left > 0; left--) {
          if (!dice.chance(Math.min(1, left))) continue;
          const atMs = dice.between(day * 24 * H, (day + 1) * 24 * H);
          faults.push(placed({ atMs, ...row.draw(dice, station, group) }, evses[station] ?? 1));
        }
      }
    }
  }
  return faults
    .filter(({ kind }) => kinds.includes(kind))
    .sort((left, right) => left.atMs - right.atMs);
}

/** All of them as often as only some. */
function drawGroup(dice: Dice, stations: number): readonly number[] {
  const all = Array.from({ length: stations }, (_, station) => station);
  const some = dice.chance(0.5) ? all : all.filter(() => dice.chance(0.5));
  return some.length > 0 ? some : [dice.between(0, stations - 1)];
}

/** Drawn for any station, it strikes an EVSE that this one has. */
function placed(fault: Fault, evses: number): Fault {
  return 'evse' in fault ? { ...fault, evse: Math.min(fault.evse, evses) } : fault;
}
