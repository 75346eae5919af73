import { isDeepStrictEqual } from 'node:util';
import type { Version } from '@northbound/protocol';
import type { Change, Core } from '../core.ts';
import { meterValueViews } from '../metering/view.ts';
import type { Station } from '../stations/station.ts';
import { publishStation } from '../stations/view.ts';
import { epochMsOf, timestampOf } from '../timestamps.ts';
import {
  type Inference,
  isSuperseded,
  type Transaction,
  type TransactionEvent,
  type TransactionIdentity,
  withEvent,
} from './domain.ts';
import {
  appendEvent,
  findByWireId,
  insertTransaction,
  type LedgerEntry,
  selectVariants,
  updateTransaction,
} from './sql.ts';
import { transactionView } from './view.ts';

/** One event on its way into the ledger. */
interface Incoming {
  readonly event: TransactionEvent;
  readonly inference?: Inference;
  /** 1.6: see `Transaction.lastFingerprint`. */
  readonly fingerprint?: string;
}

/** What the ledger makes of an event. */
export interface Recording extends Change {
  /** As it is once the change is committed. */
  readonly transaction: Transaction;
  /** The ledger had this event already: nothing changes, the answer is the same. */
  readonly duplicate: boolean;
  /** What is wrong with the event, although it is taken. */
  readonly remarks: readonly string[];
}

/**
 * Finds the transaction of a message of 2.x, or makes it. Ids are unique for one station only, and stations reuse them
 * all the same: a Started that is younger than everything known under its id begins another transaction.
 */
export async function recordEvent(
  core: Core,
  station: Station,
  version: Version,
  event: TransactionEvent,
): Promise<Recording> {
  const { transactionId } = event.transactionInfo;
  const known = await resolve(core, station, event);
  if (known !== undefined && !beginsAnother(known, event)) {
    return append(core, station, known, { event });
  }
  const identity: TransactionIdentity = {
    key: core.ids.next('transactions'),
    stationId: station.id,
    transactionId,
    generation: known === undefined ? 0 : known.generation + 1,
    version,
  };
  return open(core, station, identity, { event });
}

async function resolve(
  core: Core,
  station: Station,
  event: TransactionEvent,
): Promise<Transaction | undefined> {
  const { transactionId } = event.transactionInfo;
  const atHand = station.transaction(transactionId);
  if (atHand !== undefined && (atHand.generation === 0 || !predates(event, atHand))) return atHand;
  const generations = await findByWireId(core.database, station.id, transactionId);
  return generations.find((generation) => !predates(event, generation)) ?? generations.at(-1);
}

function predates(event: TransactionEvent, { started }: Transaction): boolean {
  return started !== undefined && epochMsOf(event.timestamp) < started.value;
}

function beginsAnother(known: Transaction, event: TransactionEvent): boolean {
  return (
    event.eventType === 'Started' &&
    known.started !== undefined &&
    event.seqNo <= known.lastSeqNo &&
    epochMsOf(event.timestamp) > known.latestAtMs
  );
}

/** The first event that arrives of a transaction; it need not be its Started. */
export function open(
  core: Core,
  station: Station,
  identity: TransactionIdentity,
  incoming: Incoming,
): Recording {
  const transaction = fold(identity, incoming);
  const lost = lostBefore(station, transaction);
  return {
    transaction,
    duplicate: false,
    remarks: [],
    statements: [
      insertTransaction(transaction),
      appendEvent(identity.key, entryOf(core, incoming, 0)),
      ...lost.flatMap(({ before, after }) => updateTransaction(before, after)),
    ],
    apply: () => {
      for (const { after } of lost) keep(core, station, after);
      adopt(core, station, transaction, incoming.event);
    },
  };
}

/** Transactions that the station would have ended before this one, had it not lost them. */
function lostBefore(station: Station, later: Transaction) {
  return [...station.transactions]
    .filter((transaction) => isSuperseded(transaction, later))
    .map((before) => ({ before, after: { ...before, supersededBy: later.key } }));
}

const REPEATED = { duplicate: true, remarks: [], statements: [], apply: () => undefined };

/** One more event of a known transaction. */
export async function append(
  core: Core,
  station: Station,
  before: Transaction,
  incoming: Incoming,
): Promise<Recording> {
  const { seqNo } = incoming.event;
  let variant = 0;
  // Nothing above the last number can be known: the usual case reads nothing.
  if (seqNo <= before.lastSeqNo) {
    const known = await selectVariants(core.database, before.key, seqNo);
    if (known.some((entry) => sameEvent(entry.event, incoming.event))) {
      return { ...REPEATED, transaction: before };
    }
    variant = known.length;
  }
  const transaction = fold(before, incoming);
  return {
    transaction,
    duplicate: false,
    remarks: remarksOn(before, transaction, variant, seqNo),
    statements: [
      ...updateTransaction(before, transaction),
      appendEvent(before.key, entryOf(core, incoming, variant)),
    ],
    apply: () => adopt(core, station, transaction, incoming.event, before),
  };
}

function remarksOn(
  before: Transaction,
  after: Transaction,
  variant: number,
  seqNo: number,
): string[] {
  const remarks: string[] = [];
  if (variant > 0) remarks.push(`seqNo ${seqNo} came before with other content; both are kept`);
  const [known, now] = [before.meterLast, after.meterLast];
  if (known !== undefined && now !== undefined && now.value < known.value) {
    remarks.push(`the energy register runs backwards: ${now.value} Wh after ${known.value} Wh`);
  }
  return remarks;
}

function fold(before: Transaction | TransactionIdentity, incoming: Incoming): Transaction {
  const transaction = withEvent(before, incoming.event);
  if (incoming.fingerprint === undefined) return transaction;
  return { ...transaction, lastFingerprint: incoming.fingerprint };
}

function entryOf(core: Core, { event, inference }: Incoming, variant: number): LedgerEntry {
  return {
    seqNo: event.seqNo,
    variant,
    receivedAtMs: core.clock.epochMs(),
    event,
    ...(inference === undefined ? {} : { inference }),
  };
}

/** A repetition may have become `offline` meanwhile (E04.FR.03); everything else must be the same. */
function sameEvent(known: TransactionEvent, incoming: TransactionEvent): boolean {
  const { offline: _knownOffline, ...a } = known;
  const { offline: _incomingOffline, ...b } = incoming;
  // As JSON has it: a field that is undefined here is absent there.
  return isDeepStrictEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b)));
}

function adopt(
  core: Core,
  station: Station,
  transaction: Transaction,
  event: TransactionEvent,
  before?: Transaction,
): void {
  keep(core, station, transaction);
  const { bus } = core;
  const stationId = station.id;
  if (event.meterValue !== undefined && bus.wants('meterValues', stationId)) {
    bus.publish({
      type: 'meterValues',
      at: timestampOf(core.clock.epochMs()),
      stationId,
      transaction: transaction.key,
      ...(transaction.evseId === undefined ? {} : { evseId: transaction.evseId.value }),
      values: event.meterValue.flatMap(meterValueViews),
    });
  }
  if (before === undefined || event.eventType !== 'Updated' || movesStation(before, transaction)) {
    publishStation(core, station);
  }
}

function keep({ bus, clock }: Core, station: Station, transaction: Transaction): void {
  station.keepTransaction(transaction);
  if (!bus.wants('transaction', station.id)) return;
  bus.publish({
    type: 'transaction',
    at: timestampOf(clock.epochMs()),
    stationId: station.id,
    transaction: transactionView(transaction),
  });
}

/** Whether what a list of stations shows has changed. */
function movesStation(before: Transaction, after: Transaction): boolean {
  return (
    before.powerW?.value !== after.powerW?.value ||
    before.chargingState?.value !== after.chargingState?.value ||
    before.evseId?.value !== after.evseId?.value
  );
}
