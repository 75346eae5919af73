import type { TransactionView } from '@northbound/csms';
import { checkAnswered } from './answered.ts';
import { allTransactions, type Books } from './booked.ts';
import type { CheckedStation } from './checked-station.ts';
import { checkDoubled } from './doubled.ts';
import type { Past } from './past.ts';
import { checkBeginnings, checkEndings } from './reasons.ts';
import { checkRecords } from './records.ts';
import { RESOLUTION_WH } from './resolution.ts';
import { checkSessions } from './sessions.ts';
import { evsePlace, type Violation } from './violation.ts';
import type { Answered } from './wire-watch.ts';

/** Compares, when everything is quiet, what happened at the stations with what the CSMS has in its books. */
export async function checkBooks(
  csms: Books,
  stations: readonly CheckedStation[],
  pasts: readonly Past[],
  answeredMessages: Iterable<Answered>,
): Promise<{ readonly violations: readonly Violation[]; readonly transactions: number }> {
  const found: Violation[] = [];
  const booked = await allTransactions(csms);
  const answered = [...answeredMessages];
  const hasLostStart = lostStarts(stations, answered);
  for (const machine of stations) {
    const mine = booked.filter(({ stationId }) => stationId === machine.identity);
    found.push(...checkQuiet(machine), ...(await checkAgreement(csms, machine)));
    // Only a Started says where it is.
    const placed = mine.filter((one) => one.evseId !== undefined || !hasLostStart(one));
    found.push(...checkNowhere(machine, placed));
    if (lacksRecords(machine)) continue;
    found.push(...checkNumbers(machine, mine));
    const stopped = new Set(
      answered
        .filter(
          ({ action, identity }) => action === 'StopTransaction' && identity === machine.identity,
        )
        .map(({ transactionId }) => transactionId),
    );
    found.push(...mine.flatMap((transaction) => checkTransaction(transaction, stopped)));
  }
  for (const past of pasts) {
    const { machine, evseId } = past;
    const there = booked.filter(
      (one) => one.stationId === machine.identity && one.evseId === evseId,
    );
    found.push(...checkEvse(machine, evseId, there));
    if (lacksRecords(machine)) continue;
    const startedBy = new Map(
      answered
        .filter(({ identity }) => identity === machine.identity)
        .map(({ transactionId, startedBy: trigger = '' }) => [transactionId, trigger] as const)
        .filter(([, trigger]) => trigger !== ''),
    );
    found.push(...checkSessions(past, there), ...checkEndings(past, there));
    found.push(...checkBeginnings(past, there, startedBy));
  }
  found.push(...checkDoubled(booked));
  found.push(...(await checkAnswered(csms, answered, booked)));
  found.push(...(await checkRecords(csms, booked, hasLostStart)));
  return { violations: found, transactions: booked.length };
}

/** What it told of a transaction may never come: flash has lost bits, or room for what a bill rests on. */
function lacksRecords({ isRotten, hasLostBills = false }: CheckedStation): boolean {
  return isRotten || hasLostBills;
}

/**
 * Flash that lost bits may have lost the Started of a transaction, before the CSMS had it. Its number is not missing
 * where others are missing, because a station may count on from one transaction to the next (2.1 part 2, E 1.3.2.1).
 */
function lostStarts(
  stations: readonly CheckedStation[],
  answered: readonly Answered[],
): (transaction: TransactionView) => boolean {
  const rotten = new Set(stations.filter(lacksRecords).map(({ identity }) => identity));
  const started = new Set(
    answered
      .filter(({ startedBy }) => startedBy !== undefined)
      .map(({ identity, transactionId }) => `${identity} ${transactionId}`),
  );
  // 1.6 has no transaction before the CSMS has numbered its start.
  return ({ stationId, transactionId, version }) =>
    version !== '1.6' && rotten.has(stationId) && !started.has(`${stationId} ${transactionId}`);
}

/** Both sides say the same of every connector, and of what is under way there. */
async function checkAgreement({ queries }: Books, machine: CheckedStation): Promise<Violation[]> {
  const { identity, station } = machine;
  const view = await queries.station(identity);
  const found: Violation[] = [];
  for (const { evseId, connectors, transactionId } of station?.state().evses ?? []) {
    const place = evsePlace(machine, evseId);
    const seen = view?.evses.find((evse) => evse.evseId === evseId);
    for (const { connectorId, availabilityState } of connectors) {
      const believed = seen?.connectors.find((one) => one.connectorId === connectorId);
      if (believed?.availabilityState === availabilityState) continue;
      const what = `is ${availabilityState}, the CSMS believes ${believed?.availabilityState}`;
      found.push({ rule: 'agreement', place: `${place} connector ${connectorId}`, what });
    }
    if (transactionId === undefined) continue;
    found.push({ rule: 'agreement', place, what: `still runs ${transactionId}` });
  }
  return found;
}

/** Numbers that are missing are those of events that the station says it has shed. */
function checkNumbers(
  { identity, shedEvents }: CheckedStation,
  transactions: readonly TransactionView[],
): Violation[] {
  const missing = transactions
    .flatMap(({ missingSeqNos }) => missingSeqNos)
    .reduce((sum, [from, to]) => sum + to - from + 1, 0);
  if (missing <= shedEvents) return [];
  const what = `${missing} events are missing, the station has shed ${shedEvents}`;
  return [{ rule: 'numbers', place: identity, what }];
}

/** The station is up, accepted, and has nothing left to say. */
function checkQuiet({ identity, station }: CheckedStation): Violation[] {
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
  machine: CheckedStation,
  evseId: number,
  transactions: readonly TransactionView[],
): Violation[] {
  const place = evsePlace(machine, evseId);
  // Those that moved no energy share it with nobody, wherever within the resolution they begin.
  const byBegin = transactions
    .filter(({ energyWh = 0 }) => energyWh > RESOLUTION_WH)
    .toSorted((a, b) => (a.meterStartWh ?? 0) - (b.meterStartWh ?? 0));
  const billedWh = transactions.reduce((sum, { energyWh }) => sum + (energyWh ?? 0), 0);
  const { registerWh } = machine.hardware.readMeter(evseId);
  const tooMuchWh = billedWh - registerWh;
  // What flash forgot nobody can bill; what it did not forget must be true.
  const differenceWh = lacksRecords(machine) ? tooMuchWh : Math.abs(tooMuchWh);
  const found: Violation[] = [];
  // However many they are: where one ends the next begins, and what is rounded there is rounded away from neither.
  if (differenceWh > RESOLUTION_WH) {
    const sums = `delivered ${registerWh.toFixed(1)} Wh, billed ${billedWh.toFixed(1)} Wh`;
    found.push({ rule: 'energy', place, what: `${sums}${partingOf(byBegin, registerWh)}` });
  }
  byBegin.forEach((later, index) => {
    const earlier = byBegin[index - 1];
    if (earlier?.meterLastWh === undefined || later.meterStartWh === undefined) return;
    if (earlier.meterLastWh <= later.meterStartWh + RESOLUTION_WH) return;
    const what = `transactions ${earlier.transactionId} and ${later.transactionId} bill the same energy`;
    found.push({ rule: 'overlap', place, what });
  });
  return found;
}

/** Where books and meter part first: a transaction begins at the register at which the one before it has ended. */
function partingOf(byBegin: readonly TransactionView[], registerWh: number): string {
  let before: TransactionView | undefined;
  for (const next of byBegin) {
    const partWh = (next.meterStartWh ?? 0) - (before?.meterLastWh ?? 0);
    if (Math.abs(partWh) > RESOLUTION_WH) {
      return before === undefined
        ? `; ${partWh.toFixed(1)} Wh before transaction ${next.transactionId}`
        : `; ${partWh.toFixed(1)} Wh between transactions ${before.transactionId} and ${next.transactionId}`;
    }
    before = next;
  }
  const restWh = registerWh - (before?.meterLastWh ?? 0);
  if (before === undefined || Math.abs(restWh) <= RESOLUTION_WH) return '';
  return `; ${restWh.toFixed(1)} Wh after transaction ${before.transactionId}`;
}

/** A transaction that names no EVSE, as one of somebody who never plugged in, has moved nothing: no EVSE lacks it. */
function checkNowhere(
  { identity, board }: CheckedStation,
  transactions: readonly TransactionView[],
): Violation[] {
  return transactions
    .filter(({ evseId = 0, energyWh = 0 }) => {
      const isThere = evseId >= 1 && evseId <= board.evses.length;
      return !isThere && energyWh > RESOLUTION_WH;
    })
    .map(({ transactionId, evseId, energyWh }) => {
      const place = `${identity} transaction ${transactionId}`;
      return { rule: 'energy', place, what: `billed ${energyWh} Wh at EVSE ${evseId}` };
    });
}

/**
 * Every transaction has ended, by its own Ended.
 *
 * @param stopped those of 1.6 whose StopTransaction was answered; it may lack a reason
 */
function checkTransaction(transaction: TransactionView, stopped: ReadonlySet<string>): Violation[] {
  const place = `${transaction.stationId} transaction ${transaction.transactionId}`;
  if (transaction.endedAt === undefined) {
    return [{ rule: 'ended', place, what: 'is open at the end' }];
  }
  const hasEnded =
    transaction.version === '1.6'
      ? stopped.has(String(transaction.id))
      : transaction.stoppedReason !== undefined;
  if (!hasEnded) {
    return [{ rule: 'ended', place, what: 'was closed without its Ended' }];
  }
  return [];
}
