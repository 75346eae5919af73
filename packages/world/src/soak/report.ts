import type { Violation } from '../checkers/violation.ts';
import type { SoakFault } from './plan.ts';

/** What a soak came to. */
export interface SoakReport {
  readonly seed: number;
  readonly violations: readonly Violation[];
  /** For each violation what both sides said, where it can be found. */
  readonly evidence: readonly string[];
  readonly rounds: number;
  /** How often the CSMS was killed, kills while it started among them. */
  readonly kills: number;
  readonly killsAtStart: number;
  readonly faults: Readonly<Partial<Record<SoakFault['kind'], number>>>;
  /** Messages of transactions that the CSMS has answered. */
  readonly answers: number;
  readonly transactions: number;
  readonly energyWh: number;
  readonly orders: number;
  readonly webhookEvents: number;
  readonly webhookRepetitions: number;
  /** From a start of the process until stations may connect, milliseconds, sorted. */
  readonly startsMs: readonly number[];
  /** From a kill until the next answer to a message of a transaction, milliseconds, sorted. */
  readonly gapsMs: readonly number[];
  readonly databaseBytes: number;
  /** Where everything is that the run has left; undefined when it is removed. */
  readonly folder: string | undefined;
}

/** Who looks at a soak while it runs. */
export interface SoakObserver {
  said?(line: string): void;
  /** How far the run is, 0 to 1, and what happens now. */
  progress?(part: number, text: string): void;
}

/** The value below which a part of them lies. */
export function quantile(sorted: readonly number[], part: number): number | undefined {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}
