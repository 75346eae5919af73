import type { Csms, TransactionView } from '@northbound/csms';
import type { StationMachine } from '../machines/station-machine.ts';
import { checkRecords } from './records.ts';
import type { Violation } from './violation.ts';

/** Registers of 1.6 are whole watt-hours, at the begin and at the end of each transaction. */
const RESOLUTION_WH = 1;

const PAGE = 500;

/** Compares, when everything is quiet, what happened at the stations with what the CSMS has in its books. */
export async function checkBooks(
  csms: Csms,
  stations: readonly StationMachine[],
): Promise<{ readonly violations: readonly Violation[]; readonly transactions: number }> {
  const found: Violation[] = [];
  const booked = await allTransactions(csms);
  for (const machine of stations) {
    const mine = booked.filter(({ stationId }) => stationId === machine.identity);
    found.push(...checkQuiet(machine));
    machine.board.evses.forEach((_, index) => {
      const there = mine.filter(({ evseId }) => evseId === index + 1);
      found.push(...checkEvse(machine, index + 1, there));
    });
    found.push(...mine.flatMap((transaction) => checkTransaction(transaction)));
  }
  found.push(...(await checkRecords(csms, booked)));
  return { violations: found, transactions: booked.length };
}

/** The station is up, accepted, and has nothing left to say. */
function checkQuiet({ identity, station }: StationMachine): Violation[] {
  const place = identity;
  const state = station?.state();
  if (state === undefined) return [{ rule: 'power', place, what: 'has no power at the end' }];
  const found: Violation[] = [];
  if (!state.connected || state.registration !== 'Accepted') {
    const what = `is ${state.connected ? '' : 'not '}connected and ${state.registration} at the end`;
    found.push({ rule: 'connection', place, what });
  }
  if (state.queuedEvents > 0) {
    found.push({ rule: 'queue', place, what: `has ${state.queuedEvents} events left at the end` });
  }
  return found;
}

/** All energy that left an EVSE is in one transaction, and in one only. */
function checkEvse(
  machine: StationMachine,
  evseId: number,
  transactions: readonly TransactionView[],
): Violation[] {
  const place = `${machine.identity} EVSE ${evseId}`;
  const found: Violation[] = [];
  const billedWh = transactions.reduce((sum, { energyWh }) => sum + (energyWh ?? 0), 0);
  const { registerWh } = machine.hardware.readMeter(evseId);
  if (Math.abs(billedWh - registerWh) > RESOLUTION_WH * (transactions.length + 1)) {
    const what = `delivered ${registerWh.toFixed(1)} Wh, billed ${billedWh.toFixed(1)} Wh`;
    found.push({ rule: 'energy', place, what });
  }
  // Those that moved no energy begin and end at one register: they come before the one that begins there too.
  const byBegin = transactions.toSorted(
    (a, b) =>
      (a.meterStartWh ?? 0) - (b.meterStartWh ?? 0) || (a.meterLastWh ?? 0) - (b.meterLastWh ?? 0),
  );
  byBegin.forEach((later, index) => {
    const earlier = byBegin[index - 1];
    if (earlier?.meterLastWh === undefined || later.meterStartWh === undefined) return;
    if (earlier.meterLastWh > later.meterStartWh + RESOLUTION_WH) {
      const what = `${earlier.transactionId} and ${later.transactionId} bill the same energy`;
      found.push({ rule: 'overlap', place, what });
    }
  });
  return found;
}

/** Every transaction has ended, by its own Ended. */
function checkTransaction(transaction: TransactionView): Violation[] {
  const place = `${transaction.stationId} transaction ${transaction.transactionId}`;
  if (transaction.endedAt === undefined) {
    return [{ rule: 'ended', place, what: 'is open at the end' }];
  }
  if (transaction.stoppedReason === undefined && transaction.version !== '1.6') {
    return [{ rule: 'ended', place, what: 'was closed without its Ended' }];
  }
  return [];
}

async function allTransactions({ queries }: Csms): Promise<TransactionView[]> {
  const all: TransactionView[] = [];
  let cursor: string | undefined;
  do {
    const page = await queries.transactions({
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return all;
}
