import { explainStep, ROUNDING_WH } from '../metering/register-steps.ts';
import { epochMsOf, timestampOf } from '../timestamps.ts';
import type { InferenceView, TransactionEventView, TransactionView } from '../views.ts';
import {
  endedAtMs,
  energyWh,
  exportedWh,
  isActive,
  startedAtMs,
  type Transaction,
} from './domain.ts';
import type { LedgerEntry } from './events-sql.ts';
import { momentOf } from './moments.ts';
import { endsBeforeItStarts } from './remarks.ts';

export function transactionView(transaction: Transaction): TransactionView {
  const { evseId, connectorId, idToken, ended, closed, lost, sealed } = transaction;
  const { chargingState, stoppedReason, meterStart, meterLast, powerW, socPercent } = transaction;
  const endMs = endedAtMs(transaction);
  const energy = energyWh(transaction);
  const exported = exportedWh(transaction);
  const doubts = doubtsOf(transaction);
  return {
    id: transaction.key,
    stationId: transaction.stationId,
    transactionId: transaction.transactionId,
    version: transaction.version,
    ...(evseId === undefined ? {} : { evseId: evseId.value }),
    ...(connectorId === undefined ? {} : { connectorId: connectorId.value }),
    ...(idToken === undefined
      ? {}
      : { idToken: idToken.value.idToken, idTokenType: idToken.value.type }),
    startedAt: timestampOf(startedAtMs(transaction)),
    ...(endMs === undefined ? {} : { endedAt: timestampOf(endMs) }),
    ...(closed === undefined || ended !== undefined ? {} : closingView(closed)),
    // After a power cut a station ends what it had begun and need not say again what it was doing.
    ...(chargingState === undefined ||
    (!isActive(transaction) && chargingState.value === 'Charging')
      ? {}
      : { chargingState: chargingState.value }),
    ...(stoppedReason === undefined ? {} : { stoppedReason: stoppedReason.value }),
    ...(meterStart === undefined ? {} : { meterStartWh: meterStart.value }),
    ...(meterLast === undefined ? {} : { meterLastWh: meterLast.value }),
    ...(energy === undefined ? {} : { energyWh: energy }),
    ...(exported === undefined ? {} : { exportedWh: exported }),
    ...(transaction.signed === undefined ? {} : { signatures: signatureView(transaction.signed) }),
    // A transaction that is over draws nothing, whatever its last sample said.
    ...(powerW === undefined || !isActive(transaction) ? {} : { powerW: powerW.value }),
    ...(socPercent === undefined ? {} : { socPercent: socPercent.value }),
    lastEventAt: timestampOf(transaction.latestAtMs),
    eventCount: transaction.eventCount,
    missingSeqNos: transaction.gaps,
    ...(lost === undefined ? {} : { lostSeqNos: lost.seqNos }),
    ...(doubts.length === 0 ? {} : { doubts }),
    ...(sealed === undefined ? {} : { cdr: sealed.cdr }),
  };
}

function closingView({ rule, by }: NonNullable<Transaction['closed']>) {
  return { closedBy: rule, ...(by === undefined ? {} : { supersededBy: by }) };
}

/** One bad signature spoils the whole, and one that nobody could check leaves it open. */
export function signatureView({ count, verified, invalid }: NonNullable<Transaction['signed']>) {
  const state = invalid > 0 ? 'invalid' : verified === count ? 'verified' : 'notVerifiable';
  return { state, count, verified, invalid } as const;
}

/** What is missing at the ends of a transaction that is over, so that its energy may be too little. */
function doubtsOfEnds({ started, ended, meterStart, meterLast }: Transaction): InferenceView[] {
  if (ended === undefined) return [];
  if (meterStart === undefined || meterLast === undefined) {
    const took = 'no register of energy was told in a unit that is known: there is no energy';
    return [{ took, alternatives: ['energy was delivered, and nobody knows how much'] }];
  }
  const doubts: InferenceView[] = [];
  if (started !== undefined && !meterStart.marked && meterStart.place > started.place) {
    const took = `its start brought no register: the first one counts, ${meterStart.value} Wh`;
    doubts.push({ took, alternatives: ['energy was delivered before that'] });
  }
  if (meterLast.ofEnd === undefined) {
    const took = `its end brought no register: the last one before it counts, ${meterLast.value} Wh`;
    doubts.push({ took, alternatives: ['energy was delivered after that'] });
  }
  return doubts;
}

/** Clocks run apart; what lies further ahead was told by one that is wrong. */
const MOST_AHEAD_MS = 3_600_000;
/** No vehicle stays for longer, or hardly one. */
const LONGEST_MS = 14 * 86_400_000;

/** What the clock of a station can hardly have seen. */
function doubtsOfTime({ started, ended, lastReceivedAtMs }: Transaction): InferenceView[] {
  if (ended === undefined) return [];
  const doubts: InferenceView[] = [];
  if (ended.value > lastReceivedAtMs + MOST_AHEAD_MS) {
    const told = timestampOf(lastReceivedAtMs);
    const took = `its end lies after the moment at which it was told, ${told}`;
    doubts.push({ took, alternatives: ['the clock of the station is ahead: it was over by then'] });
  }
  if (started !== undefined && ended.value - started.value > LONGEST_MS) {
    const days = Math.floor((ended.value - started.value) / 86_400_000);
    const took = `it lasted ${days} days`;
    doubts.push({ took, alternatives: ['the clock of the station was set in between'] });
  }
  return doubts;
}

/** What an operator should know before believing the numbers. */
export function doubtsOf(transaction: Transaction): NonNullable<TransactionView['doubts']> {
  const {
    register,
    otherEnd,
    meterLast,
    farOffCount,
    exportStart,
    exportLast,
    started,
    eventCount,
  } = transaction;
  const doubts = (register?.steps ?? []).map(explainStep);
  // A record is made from all registers in order.
  if (register?.isUnordered === true && transaction.sealed === undefined) {
    doubts.push({
      took: 'registers came late and do not rise: the energy is that of the first and the last',
      alternatives: ['the meter was reset in between'],
    });
  }
  if (
    exportStart !== undefined &&
    exportLast !== undefined &&
    exportLast.value < exportStart.value
  ) {
    doubts.push({
      took: 'the register of exported energy runs backwards',
      alternatives: ['the meter was reset or exchanged'],
    });
  }
  doubts.push(...doubtsOfEnds(transaction));
  if (
    otherEnd !== undefined &&
    meterLast !== undefined &&
    Math.abs(otherEnd.value - meterLast.value) >= ROUNDING_WH
  ) {
    doubts.push({
      took: `it ended twice: the register of the first end counts, ${meterLast.value} Wh`,
      alternatives: [`the other end is right, with ${otherEnd.value} Wh`],
    });
  }
  if (farOffCount > 0) {
    doubts.push({
      took: `the clock of the station was far off in ${farOffCount} of ${eventCount} events: the moments of their arrival stand for theirs`,
      alternatives: ['they happened earlier, and were sent late'],
    });
  }
  doubts.push(...doubtsOfTime(transaction));
  if (endsBeforeItStarts(transaction)) {
    doubts.push({
      took: 'the transaction ends before it starts: it took no time',
      alternatives: ['the clock of the station was set in between'],
    });
  }
  if (started === undefined) {
    doubts.push({
      took: 'its start is not known: it begins with the first event that came',
      alternatives: ['energy was delivered before'],
    });
  }
  return doubts;
}

export function eventView({
  seqNo,
  receivedAtMs,
  event,
  inference,
  signatures,
}: LedgerEntry): TransactionEventView {
  const { chargingState } = event.transactionInfo;
  const { isFarOff } = momentOf(event.timestamp, receivedAtMs);
  return {
    seqNo,
    eventType: event.eventType,
    triggerReason: event.triggerReason,
    timestamp: timestampOf(epochMsOf(event.timestamp)),
    receivedAt: timestampOf(receivedAtMs),
    ...(isFarOff ? { clockFarOff: true } : {}),
    offline: event.offline ?? false,
    ...(chargingState === undefined ? {} : { chargingState }),
    event,
    ...(signatures === undefined ? {} : { signatures }),
    ...(inference === undefined ? {} : { inference }),
  };
}
