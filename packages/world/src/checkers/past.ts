import type { TransactionView } from '@northbound/csms';
import type { Visit } from '../simulation/visits.ts';
import type { CheckedStation } from './checked-station.ts';
import { RESOLUTION_WH } from './resolution.ts';
import { evsePlace } from './violation.ts';

/** What an EVSE went through. */
export interface Past {
  readonly machine: CheckedStation;
  readonly evseId: number;
  readonly visits: readonly Visit[];
  /** How often an operator told the station to reset, and to unlock a connector. */
  readonly resets: number;
  readonly unlocks: number;
  /** How often something of the station failed; never when absent. */
  readonly faults?: number;
  /** Whether a master pass was shown at any EVSE of the station. */
  readonly hadMasterPass?: boolean;
}

/**
 * By how much a clock that nobody moves may be wrong: what the CSMS tells of the time may be minutes under way, behind a
 * stall.
 */
export const CLOCK_MS = 600_000;

/** The registers of a transaction, Wh. */
export interface Registers {
  readonly meterStartWh: number;
  readonly meterLastWh: number;
}

export function registersOf({ meterStartWh, meterLastWh }: TransactionView): Registers | undefined {
  if (meterStartWh === undefined || meterLastWh === undefined) return undefined;
  return { meterStartWh, meterLastWh };
}

/** To the resolution of the meter. */
export function liesWithin(
  { meterStartWh, meterLastWh }: Registers,
  { fromWh, toWh }: Pick<Visit, 'fromWh' | 'toWh'>,
): boolean {
  return meterStartWh >= fromWh - RESOLUTION_WH && meterLastWh <= toWh + RESOLUTION_WH;
}

/**
 * Whose energy a transaction may be: each is a visit and those that no software can tell from it, because somebody came
 * or left while the station had no power.
 */
export function holdersOf({ visits }: Past, registers: Registers): readonly (readonly Visit[])[] {
  return visits
    .map((_, index) => indistinct(visits, index))
    .filter((run) => {
      const range = { fromWh: run[0]?.fromWh ?? 0, toWh: run.at(-1)?.toWh ?? 0 };
      return liesWithin(registers, range);
    });
}

function indistinct(visits: readonly Visit[], index: number): readonly Visit[] {
  let [first, last] = [index, index];
  while (visits[first]?.wasUnseen === true && first > 0) first -= 1;
  while (visits[last]?.wasUnseen === true && last < visits.length - 1) last += 1;
  return visits.slice(first, last + 1);
}

export function placeOf({ machine, evseId }: Past, { transactionId }: TransactionView): string {
  return `${evsePlace(machine, evseId)} transaction ${transactionId}`;
}
