import type { Clock } from '@northbound/rpc';
import type { Dice } from '@northbound/rpc/testing';
import type { AskedFor } from '../checkers/command-watch.ts';
import type { CsmsMachine } from '../machines/csms-machine.ts';
import type { StationMachine } from '../machines/station-machine.ts';

/** What everybody of a world has who deals with one station. */
export type PersonParts = {
  readonly clock: Clock;
  readonly dice: Dice;
  readonly machine: StationMachine;
  readonly csms: CsmsMachine;
  /** Told what they do. */
  readonly happened: (place: string, what: string) => void;
  /** Told what they ask the CSMS to have done, and how long it may wait for the station. */
  readonly asked: (what: AskedFor, forMs: number) => void;
};
