import type { Direction } from '../metering/domain.ts';
import { explainStep, ROUNDING_WH } from '../metering/register-steps.ts';
import { timestampOf } from '../timestamps.ts';
import { type Inference, isActive, type Transaction } from './domain.ts';
import { type Energy, energyOf } from './energy.ts';
import { DAY_MS, HOUR_MS } from './moments.ts';
import { isAfterEnd } from './readings.ts';
import { endsBeforeItStarts } from './remarks.ts';

/** What an operator should know before believing the numbers. Asked of each state, before an event and after it. */
export function doubtsOf(transaction: Transaction): readonly Inference[] {
  const doubts: Inference[] = [];
  addDoubtsOfEnergy(transaction, doubts);
  addDoubtsOfUnits(transaction, doubts);
  addDoubtsOfPlace(transaction, doubts);
  addDoubtsOfClock(transaction, doubts);
  addDoubtsOfTime(transaction, doubts);
  return doubts;
}

/** Of the register of a direction, in words. */
const OF: Readonly<Record<Direction, string>> = { import: '', export: ' of exported energy' };

function addDoubtsOfEnergy(transaction: Transaction, doubts: Inference[]): void {
  const imported = energyOf(transaction.registers, 'import');
  const exported = energyOf(transaction.registers, 'export');
  if (imported !== undefined) addDoubtsOfRegister(imported, transaction, 'import', doubts);
  else if (transaction.ended !== undefined) {
    const took = 'no register of energy was told in a unit that is known: there is no energy';
    doubts.push({ took, alternatives: ['energy was delivered, and nobody knows how much'] });
  }
  if (exported !== undefined) addDoubtsOfRegister(exported, transaction, 'export', doubts);
}

function addDoubtsOfRegister(
  energy: Energy,
  transaction: Transaction,
  direction: Direction,
  doubts: Inference[],
): void {
  const { steps, isUnordered, otherEndWh, end } = energy;
  const of = OF[direction];
  for (const step of steps) doubts.push(explainStep(step, direction));
  // A record is made from all registers in order.
  if (isUnordered && transaction.sealed === undefined) {
    doubts.push({
      took: `registers${of} came late and do not rise: the energy is that of the first and the last`,
      alternatives: ['the meter was reset in between'],
    });
  }
  if (isActive(transaction)) return;
  doubts.push(...energy.doubts);
  // Most meters of what nothing flows back from are read when something does, or not at all.
  if (direction === 'import' || energy.energyWh > 0) {
    addDoubtsOfEnds(energy, transaction, of, doubts);
  }
  if (otherEndWh !== undefined && Math.abs(otherEndWh - end.value) >= ROUNDING_WH) {
    doubts.push({
      took: `it ended twice: the register${of} of the first end counts, ${end.value} Wh`,
      alternatives: [`the other end is right, with ${otherEndWh} Wh`],
    });
  }
}

/** What is missing at the ends of a transaction that is over, so that its energy may be too little. */
function addDoubtsOfEnds(
  { start, end }: Energy,
  { started, ended }: Transaction,
  of: string,
  doubts: Inference[],
): void {
  if (ended === undefined) return;
  if (started !== undefined && !start.marked && start.place > started.place) {
    const took = `its start brought no register${of}: the first one counts, ${start.value} Wh`;
    doubts.push({ took, alternatives: ['energy was delivered before that'] });
  }
  if (end.ofEnd === undefined) {
    const took = `its end brought no register${of}: the last one before it counts, ${end.value} Wh`;
    doubts.push({ took, alternatives: ['energy was delivered after that'] });
  }
}

function addDoubtsOfUnits(transaction: Transaction, doubts: Inference[]): void {
  const { unknownUnit } = transaction;
  if (unknownUnit === undefined || isAfterEnd(transaction, unknownUnit.place)) return;
  doubts.push({
    took: `an energy register was told in ${JSON.stringify(unknownUnit.value)}, which is no unit of energy that is known: it does not count`,
    alternatives: ['it is one under another name, and the register counts'],
  });
}

/** What the arrivals of its events say of the clock of its station. */
function addDoubtsOfClock(transaction: Transaction, doubts: Inference[]): void {
  const { farOffCount, belatedCount, eventCount } = transaction;
  if (farOffCount > 0) {
    doubts.push({
      took: `the clock of the station was far off in ${farOffCount} of ${eventCount} events: the moments of their arrival stand for theirs`,
      alternatives: ['they happened earlier, and were sent late'],
    });
  }
  const behindMs = behindBy(transaction);
  if (behindMs > 0) {
    const took = `its events came at the pace at which they say that they happened, ${lengthOf(behindMs)} later: their own moments count`;
    doubts.push({
      took,
      alternatives: ['the clock of the station is behind: they happened as they came'],
    });
  } else if (belatedCount > 0) {
    const took = `${belatedCount} of ${eventCount} events came more than a day late, and not as from a time without connection: their own moments count`;
    doubts.push({
      took,
      alternatives: ['the clock of the station was behind', 'it was without connection'],
    });
  }
}

/** Clocks run apart; what lies further ahead, or behind, was told by one that is wrong. */
const MOST_APART_MS = HOUR_MS;
/** Networks and queues may hold an event back for less, and not the one like the other. */
const PACE_MS = 60_000;
/** A transaction that took less may have been told when it was over, with some minutes between its events. */
const LEAST_PACED_MS = 10 * PACE_MS;

/**
 * By how much the clock of a station is behind that told a transaction while it happened: then all of it came late by
 * the same, where what happened without connection comes all at once.
 */
function behindBy({
  earliestAtMs,
  latestAtMs,
  firstReceivedAtMs,
  lastReceivedAtMs,
}: Transaction): number {
  const lagMs = firstReceivedAtMs - earliestAtMs;
  const isPaced = Math.abs(lastReceivedAtMs - latestAtMs - lagMs) <= PACE_MS;
  const isLong = latestAtMs - earliestAtMs >= LEAST_PACED_MS;
  return isPaced && isLong && lagMs > MOST_APART_MS ? lagMs : 0;
}

function lengthOf(ms: number): string {
  return ms < 2 * DAY_MS ? `${Math.floor(ms / HOUR_MS)} hours` : `${Math.floor(ms / DAY_MS)} days`;
}

/** No vehicle stays for longer, or hardly one. */
const LONGEST_MS = 14 * DAY_MS;

/** What the clock of a station can hardly have seen. */
function addDoubtsOfTime(transaction: Transaction, doubts: Inference[]): void {
  const { started, ended, lastReceivedAtMs } = transaction;
  if (ended !== undefined && ended.value > lastReceivedAtMs + MOST_APART_MS) {
    const told = timestampOf(lastReceivedAtMs);
    const took = `its end lies after the moment at which it was told, ${told}`;
    doubts.push({ took, alternatives: ['the clock of the station is ahead: it was over by then'] });
  }
  if (started !== undefined && ended !== undefined && ended.value - started.value > LONGEST_MS) {
    const days = Math.floor((ended.value - started.value) / DAY_MS);
    const took = `it lasted ${days} days`;
    doubts.push({ took, alternatives: ['the clock of the station was set in between'] });
  }
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
}

/** Where it was. */
function addDoubtsOfPlace({ evseId, otherEvse }: Transaction, doubts: Inference[]): void {
  if (evseId === undefined || otherEvse === undefined || otherEvse.value === evseId.value) return;
  doubts.push({
    took: `events of it name EVSE ${evseId.value} and EVSE ${otherEvse.value}: it is at EVSE ${evseId.value}`,
    alternatives: [
      `it is at EVSE ${otherEvse.value}`,
      'they are of two transactions with one id, and their registers of two meters',
    ],
  });
}
