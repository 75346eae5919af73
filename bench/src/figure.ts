import type { Summary } from './harness/statistics.ts';

/** The bound a figure has to keep. */
export type Reach = { readonly atMost: number } | { readonly atLeast: number };

/** One line of a figure's table. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Quartiles over the rounds, in `unit`. */
  readonly low?: number;
  readonly high?: number;
  /** Measured on our code, not on what it is compared with. */
  readonly ours?: boolean;
}

/** A second bound that must hold too for the figure to be reached. */
interface Condition extends Row {
  readonly reach: Reach;
}

export interface Measurement {
  /** The figure itself, in the figure's unit. */
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  readonly conditions?: readonly Condition[];
  /** What stands beside it: peers, absolute numbers. */
  readonly rows: readonly Row[];
  /** Peers that could not be measured, and why. */
  readonly missing?: readonly { readonly name: string; readonly why: string }[];
}

export interface Figure {
  readonly id: string;
  /** What is measured, in one line. */
  readonly title: string;
  readonly unit: string;
  /** Absent for a figure that only informs. */
  readonly reach?: Reach;
  /** @param signal aborted when the figure's time is over; every process it started has to end then */
  readonly measure: (signal: AbortSignal) => Promise<Measurement>;
}

/** A figure with what came of measuring it. */
export interface Result {
  readonly figure: Figure;
  readonly durationS: number;
  readonly measurement?: Measurement;
  /** Why there is no measurement. */
  readonly failure?: string;
}

function keeps(value: number, reach: Reach): boolean {
  return 'atMost' in reach ? value <= reach.atMost : value >= reach.atLeast;
}

export function limitOf(reach: Reach): number {
  return 'atMost' in reach ? reach.atMost : reach.atLeast;
}

export function reachText(reach: Reach): string {
  return 'atMost' in reach ? `≤ ${reach.atMost}` : `≥ ${reach.atLeast}`;
}

/** Whether the figure and all its conditions are reached. One that only informs is, once it is measured. */
export function isReached({ figure, measurement }: Result): boolean {
  if (measurement === undefined) return false;
  const conditions = measurement.conditions ?? [];
  return (
    (figure.reach === undefined || keeps(measurement.value, figure.reach)) &&
    conditions.every(({ value, reach }) => keeps(value, reach))
  );
}

export function rowOf(name: string, { median, low, high }: Summary, unit: string): Row {
  return { name, value: median, low, high, unit };
}
