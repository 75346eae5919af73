import type { Dice } from '@northbound/rpc/testing';

/** What the links through the proxy suffer. */
const LINK_FAULTS = [
  /** Both ends are reset. */
  'reset',
  /** Bytes are cut off in the middle, then both ends are reset. */
  'torn',
  /** The CSMS's end is closed; the station's stays open, and nobody answers. */
  'halfOpen',
  /** The station's end is reset; the CSMS's stays open, and nobody speaks. */
  'vanished',
  /** Nothing moves, and then everything at once. */
  'stall',
  /** Every byte is late. */
  'latency',
  /** A few bytes at a time. */
  'trickle',
  /** Nobody gets through anew. */
  'refuse',
] as const;
export type LinkFault = (typeof LINK_FAULTS)[number];

/** What may be struck: the CSMS killed or stopped, a fleet, links, its disk full, its store locked. */
export const SOAK_KINDS = ['kill', 'hang', 'fleet', 'link', 'disk', 'lock'] as const;
export type SoakKind = (typeof SOAK_KINDS)[number];

/** What happens to real processes, and when: so many answers after the CSMS has begun to give some. */
export type SoakFault = { readonly afterAnswers: number; readonly plusMs: number } & (
  | { readonly kind: 'kill' }
  /** It is killed a second time, so long after it was started again. */
  | { readonly kind: 'killTwice'; readonly afterStartMs: number }
  | { readonly kind: 'hang'; readonly forMs: number }
  | { readonly kind: 'fleetKilled'; readonly fleet: number; readonly forMs: number }
  | { readonly kind: 'fleetHangs'; readonly fleet: number; readonly forMs: number }
  | {
      readonly kind: 'link';
      readonly how: LinkFault;
      /** Of the connections, in percent. */
      readonly part: number;
      readonly forMs: number;
    }
  | { readonly kind: 'disk'; readonly forMs: number }
  | { readonly kind: 'lock'; readonly forMs: number }
);

/** Between two looks at the books. */
const KILLS_OF_A_ROUND = 50;

/** Other faults for each kill. */
const OTHERS_FOR_A_KILL = 0.35;

/**
 * The rounds of a run: in each some faults strike, then everything heals and the books are looked at.
 *
 * @param kills how often the CSMS is killed under load; a kill while it starts counts extra
 */
export function drawPlan(
  dice: Dice,
  size: { readonly kills: number; readonly fleets: number; readonly kinds: readonly SoakKind[] },
): readonly (readonly SoakFault[])[] {
  const { kills, fleets, kinds } = size;
  const others = kinds.filter((kind) => kind !== 'kill');
  const rounds: SoakFault[][] = [];
  for (let left = kills; left > 0; left -= KILLS_OF_A_ROUND) {
    const round: SoakFault[] = [];
    for (let kill = 0; kill < Math.min(left, KILLS_OF_A_ROUND); kill += 1) {
      const [first, ...rest] = others;
      if (first !== undefined && dice.chance(OTHERS_FOR_A_KILL)) {
        round.push(drawOther(dice, dice.oneOf(first, ...rest), fleets));
      }
      if (kinds.includes('kill')) round.push(drawKill(dice));
      else if (first !== undefined) round.push(drawOther(dice, dice.oneOf(first, ...rest), fleets));
    }
    rounds.push(round);
  }
  return rounds;
}

function drawMoment(dice: Dice): { readonly afterAnswers: number; readonly plusMs: number } {
  return { afterAnswers: dice.between(0, 120), plusMs: dice.between(0, 30) };
}

function drawKill(dice: Dice): SoakFault {
  const moment = drawMoment(dice);
  return dice.chance(0.08)
    ? { ...moment, kind: 'killTwice', afterStartMs: dice.between(50, 1_200) }
    : { ...moment, kind: 'kill' };
}

function drawOther(dice: Dice, kind: SoakKind, fleets: number): SoakFault {
  const moment = drawMoment(dice);
  switch (kind) {
    case 'kill':
      return drawKill(dice);
    case 'hang':
      return { ...moment, kind: 'hang', forMs: dice.between(200, 9_000) };
    case 'fleet': {
      const fleet = dice.between(0, fleets - 1);
      const forMs = dice.between(100, 4_000);
      return { ...moment, kind: dice.oneOf('fleetKilled', 'fleetHangs'), fleet, forMs };
    }
    case 'link': {
      const how = dice.oneOf(...LINK_FAULTS);
      const part = dice.oneOf(20, 50, 100);
      return { ...moment, kind: 'link', how, part, forMs: dice.between(300, 6_000) };
    }
    case 'disk':
      return { ...moment, kind: 'disk', forMs: dice.between(500, 8_000) };
    case 'lock':
      return { ...moment, kind: 'lock', forMs: dice.between(200, 8_000) };
  }
}

/** A fault in words. */
export function soakFaultText(fault: SoakFault): string {
  const seconds = 'forMs' in fault ? `${(fault.forMs / 1000).toFixed(1)} s` : '';
  switch (fault.kind) {
    case 'kill':
      return 'kill the CSMS';
    case 'killTwice':
      return `kill the CSMS, and again ${fault.afterStartMs} ms after its start`;
    case 'hang':
      return `stop the CSMS for ${seconds}`;
    case 'fleetKilled':
      return `kill fleet ${fleetName(fault)}, back after ${seconds}`;
    case 'fleetHangs':
      return `stop fleet ${fleetName(fault)} for ${seconds}`;
    case 'link':
      return `${fault.how} of ${fault.part} % of the links, ${seconds}`;
    case 'disk':
      return `fill the disk for ${seconds}`;
    case 'lock':
      return `lock the data file for ${seconds}`;
  }
}

/** When it strikes, in words. */
export function soakMomentText({ afterAnswers, plusMs }: SoakFault): string {
  return `after ${afterAnswers} answers and ${plusMs} ms`;
}

function fleetName({ fleet }: { readonly fleet: number }): number {
  return fleet + 1;
}
