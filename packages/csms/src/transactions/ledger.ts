import type { Version } from '@northbound/protocol';
import type { InboundMessage } from '@northbound/rpc';
import { type Change, type Core, commit } from '../core.ts';
import { packApart } from '../metering/pack.ts';
import type { SignatureState } from '../metering/signatures.ts';
import { meterValueViews } from '../metering/view.ts';
import type { Station } from '../stations/station.ts';
import { publishStation } from '../stations/view.ts';
import type { Statement } from '../store/database.ts';
import { timestampOf } from '../timestamps.ts';
import type { CsmsEvent } from '../views.ts';
import type { Decision, DecisionEntry } from './decisions.ts';
import {
  type Inference,
  isSuperseded,
  isUnsettled,
  missingCount,
  type Transaction,
  type TransactionEvent,
  type TransactionIdentity,
  withDecision,
  withEvent,
} from './domain.ts';
import { appendEvent, insertDecision, type LedgerEntry, selectVariants } from './events-sql.ts';
import { remarksOn } from './remarks.ts';
import { findUse, nextGeneration } from './resolve2.ts';
import { isSameEvent } from './same-event.ts';
import { insertTransaction, saveTransaction, updateTransaction } from './sql.ts';
import { transactionView } from './view.ts';

/** One event on its way into the ledger. */
export interface Incoming {
  readonly event: TransactionEvent;
  /** What came of checking its signed meter values; absent when it has none. */
  readonly signatures?: readonly SignatureState[] | undefined;
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

/** One message of 2.x, in the transaction that it belongs to; it may be the first that is heard of it. */
export async function recordEvent(
  core: Core,
  station: Station,
  version: Version,
  incoming: Incoming,
): Promise<Recording> {
  const { event } = incoming;
  const { known, isAnother, inference } = await findUse(core, station, event);
  if (known !== undefined && !isAnother) return append(core, station, known, incoming);
  const { transactionId } = event.transactionInfo;
  const identity: TransactionIdentity = {
    key: core.ids.next('transactions'),
    stationId: station.id,
    transactionId,
    generation: known === undefined ? 0 : await nextGeneration(core, station, transactionId),
    version,
  };
  return open(core, station, identity, {
    ...incoming,
    ...(inference !== undefined && { inference }),
  });
}

/** Makes it durable, and says beside the message what is wrong with it. */
export async function commitRecording(
  core: Core,
  station: Station,
  { messageId }: Pick<InboundMessage, 'messageId'>,
  change: Change | Recording,
): Promise<void> {
  if ('remarks' in change) {
    for (const remark of change.remarks) core.remark(station, messageId, remark);
  }
  if (change.statements.length > 0) await commit(core, change);
}

/** The first event that arrives of a transaction; it need not be its Started. */
export function open(
  core: Core,
  station: Station,
  identity: TransactionIdentity,
  incoming: Incoming,
): Recording {
  const entry = entryOf(core, incoming, 0, 1);
  const transaction = fold(identity, incoming, entry);
  const lost = lostBefore(core, station, transaction);
  const { statements, stored } = writeEntry(core, identity.key, entry);
  return toldOutside(core, {
    transaction,
    duplicate: false,
    remarks: remarksOn(undefined, transaction, entry),
    statements: [
      insertTransaction(transaction),
      ...statements,
      ...lost.flatMap(({ statements }) => statements),
    ],
    apply: () => {
      stored();
      for (const { apply } of lost) apply();
      adopt(core, station, transaction, entry);
    },
  });
}

/** Closes transactions that the station would have ended before this one, had it not lost them. */
function lostBefore(core: Core, station: Station, later: Transaction): Change[] {
  if (later.evseId === undefined) return [];
  return station
    .transactionsAt(later.evseId.value)
    .filter((transaction) => isSuperseded(transaction, later))
    .map((transaction) =>
      supersede(core, station, transaction, later, 'another began on its EVSE'),
    );
}

/** Closes a transaction because of a later one on its EVSE. @param why in words, before the id of that one */
export function supersede(
  core: Core,
  station: Station,
  transaction: Transaction,
  later: Transaction,
  why: string,
): Change {
  const decision = { kind: 'closed', rule: 'superseded', by: later.key } as const;
  return decide(core, station, transaction, decision, `${why}: ${later.transactionId}`);
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
    if (known.some((entry) => isSameEvent(entry, incoming.event))) {
      return { ...REPEATED, transaction: before };
    }
    variant = known.length;
  }
  const entry = entryOf(core, incoming, variant, before.eventCount + 1);
  const transaction = fold(before, incoming, entry);
  const { statements, stored } = writeEntry(core, before.key, entry);
  return toldOutside(core, {
    transaction,
    duplicate: false,
    remarks: remarksOn(before, transaction, entry),
    statements: [...updateTransaction(before, transaction), ...statements],
    apply: () => {
      stored();
      adopt(core, station, transaction, entry, before);
    },
  });
}

/** An event on its way into the ledger. */
interface EntryWrite {
  readonly statements: readonly Statement[];
  /** To be called when they are stored. */
  readonly stored: () => void;
}

/** The ledger keeps what records rest on; all that was measured lies with the values of its day. */
function writeEntry({ recentEvents, values }: Core, key: number, entry: LedgerEntry): EntryWrite {
  const { meterValue } = entry.event;
  const parts = meterValue === undefined ? undefined : packApart(meterValue);
  if (parts?.hasMore !== true) {
    const statements = [appendEvent(key, entry, { packed: parts?.all })];
    return { statements, stored: () => recentEvents.stored() };
  }
  const details = values.record(entry.receivedAtMs, parts.all);
  return {
    statements: [
      appendEvent(key, entry, { packed: parts.kept, detailsId: details.id }),
      ...details.statements,
    ],
    stored: () => {
      details.stored();
      recentEvents.stored();
    },
  };
}

/** Something that was found out or decided about a transaction, as a part of its ledger. */
export function decide(...parts: Parameters<typeof decideFirst>): Decided {
  const [core] = parts;
  return toldOutside(core, decideFirst(...parts));
}

type Decided = Change & { readonly transaction: Transaction };

/** The same for who goes on to something else in the same batch, and tells the end of it. */
export function decideFirst(
  core: Core,
  station: Station | undefined,
  before: Transaction,
  decision: Decision,
  reason: string,
): Decided {
  const entry: DecisionEntry = {
    number: before.decisionCount + 1,
    atMs: core.clock.epochMs(),
    reason,
    decision,
  };
  const transaction = withDecision(before, entry);
  return {
    transaction,
    statements: [insertDecision(before.key, entry), saveTransaction(transaction)],
    apply: () => keep(core, station, transaction),
  };
}

/** A change that leaves a transaction in a new state: systems outside hear of it, whatever happens after the commit. */
function toldOutside<C extends Change & { readonly transaction: Transaction }>(
  core: Core,
  change: C,
): C {
  const { transaction } = change;
  return core.outgoing.with(change, 'transaction', transaction.stationId, () =>
    transactionEvent(core, transaction),
  );
}

/** What is told of a transaction. */
export function transactionEvent(
  { clock }: Core,
  transaction: Transaction,
): Extract<CsmsEvent, { readonly type: 'transaction' }> {
  const { stationId } = transaction;
  const at = timestampOf(clock.epochMs());
  return { type: 'transaction', at, stationId, transaction: transactionView(transaction) };
}

function fold(
  before: Transaction | TransactionIdentity,
  { fingerprint }: Incoming,
  entry: LedgerEntry,
): Transaction {
  const transaction = withEvent(before, entry);
  return fingerprint === undefined ? transaction : { ...transaction, lastFingerprint: fingerprint };
}

function entryOf(
  core: Core,
  { event, signatures, inference }: Incoming,
  variant: number,
  arrival: number,
): LedgerEntry {
  return {
    seqNo: event.seqNo,
    variant,
    arrival,
    receivedAtMs: core.clock.epochMs(),
    event,
    ...(signatures === undefined ? {} : { signatures }),
    ...(inference === undefined ? {} : { inference }),
  };
}

function adopt(
  core: Core,
  station: Station,
  transaction: Transaction,
  { event }: LedgerEntry,
  before?: Transaction,
): void {
  keep(core, station, transaction);
  const { bus } = core;
  const stationId = station.id;
  const { reservationId } = event;
  if (reservationId !== undefined) {
    core.signals.emit('reservationUsed', {
      stationId,
      reservationId,
      transaction: transaction.key,
    });
  }
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

/**
 * Takes over what has been committed: the station has it at hand, and those who follow transactions hear of it.
 *
 * @param station undefined when it has been removed
 */
export function keep(core: Core, station: Station | undefined, transaction: Transaction): void {
  const { bus, signals } = core;
  station?.keepTransaction(transaction);
  if (isUnsettled(transaction)) signals.emit('transactionUnsettled', { transaction });
  else if (transaction.gaps.length > 0 && missingCount(transaction) > 0) {
    signals.emit('transactionGap', { transaction });
  }
  if (bus.wants('transaction', transaction.stationId)) {
    bus.publish(transactionEvent(core, transaction));
  }
}

/** Whether what a list of stations shows has changed. */
function movesStation(before: Transaction, after: Transaction): boolean {
  return (
    before.powerW?.value !== after.powerW?.value ||
    before.chargingState?.value !== after.chargingState?.value ||
    before.evseId?.value !== after.evseId?.value
  );
}
