import { BoundedMap } from '../bounded-map.ts';
import type { Finding, Observed, RequestMessage, SessionRule, Severity } from '../model.ts';
import { numberField, timeField } from '../payload.ts';

const MAX_TRANSACTIONS = 500;

interface Transaction16 {
  readonly connectorId: number | undefined;
  readonly startMs: number | undefined;
  readonly startLine: number;
  stoppedLine: number | undefined;
}

/** Start, meter values and stop of 1.6 transactions belong together by the id that the CSMS gave (1.6 §4.8, §4.10). */
export function transactions16Rule(): SessionRule {
  const transactions = new BoundedMap<number, Transaction16>(MAX_TRANSACTIONS);
  /** Connectors with a transaction, and its id as far as it is known. */
  const running = new BoundedMap<number, number | undefined>(MAX_TRANSACTIONS);
  let sawStart = false;

  function start({ payload }: RequestMessage, say: Say): void {
    sawStart = true;
    const connectorId = numberField(payload, 'connectorId');
    if (connectorId === undefined) return;
    const before = running.get(connectorId);
    const open = before === undefined ? undefined : transactions.get(before);
    if (open !== undefined && open.stoppedLine === undefined) {
      say(
        'start-while-running',
        'warning',
        `Connector ${connectorId} still has transaction ${before} of line ${open.startLine}, which was not stopped.`,
        '1.6 §4.8',
      );
    }
    running.set(connectorId, undefined);
  }

  function startAnswered(observed: Observed, say: Say): void {
    const { call, message } = observed;
    if (call === undefined || message.kind !== 'CALLRESULT') return;
    const transactionId = numberField(message.payload, 'transactionId');
    if (transactionId === undefined) return;
    const { payload } = call.message;
    const connectorId = numberField(payload, 'connectorId');
    if (transactionId <= 0) {
      say(
        'transaction-id',
        'warning',
        `The CSMS gives the transaction id ${transactionId}; a unique positive number is expected.`,
        '1.6 §4.8',
      );
    }
    const before = transactions.get(transactionId);
    if (before !== undefined && before.startLine !== call.line) {
      const isRetry =
        before.connectorId === connectorId && before.startMs === timeField(payload, 'timestamp');
      if (!isRetry) {
        say(
          'transaction-id',
          'error',
          `The CSMS gave the transaction id ${transactionId} before (start in line ${before.startLine}).`,
          '1.6 §4.8',
        );
      }
    }
    transactions.set(transactionId, {
      connectorId,
      startMs: timeField(payload, 'timestamp'),
      startLine: call.line,
      stoppedLine: undefined,
    });
    if (connectorId !== undefined) running.set(connectorId, transactionId);
  }

  function known(transactionId: number, say: Say): Transaction16 | undefined {
    if (transactionId === -1) {
      say(
        'transaction-id',
        'warning',
        'transactionId -1: the station never got an id for this transaction; its StartTransaction stayed without an answer.',
        '1.6 §4.8',
      );
      return undefined;
    }
    const transaction = transactions.get(transactionId);
    if (transaction === undefined) {
      say(
        'transaction-start',
        sawStart ? 'warning' : 'note',
        `No answered StartTransaction of this log gave the transaction id ${transactionId}.`,
        '1.6 §4.8',
      );
    }
    return transaction;
  }

  function stop(observed: Observed, { payload }: RequestMessage, say: Say): void {
    const transactionId = numberField(payload, 'transactionId');
    const transaction = transactionId === undefined ? undefined : known(transactionId, say);
    if (transaction === undefined) return;
    const stopMs = timeField(payload, 'timestamp');
    if (transaction.stoppedLine !== undefined) {
      say(
        'stopped-twice',
        'warning',
        `Transaction ${transactionId} was already stopped in line ${transaction.stoppedLine}.`,
        '1.6 §4.10',
      );
    }
    if (stopMs !== undefined && transaction.startMs !== undefined && stopMs < transaction.startMs) {
      say(
        'time-backwards',
        'warning',
        `$.timestamp lies before the start of the transaction (line ${transaction.startLine}).`,
        '1.6 §4.10',
      );
    }
    transaction.stoppedLine ??= observed.line;
  }

  function meterValues({ payload }: RequestMessage, say: Say): void {
    const transactionId = numberField(payload, 'transactionId');
    const transaction = transactionId === undefined ? undefined : known(transactionId, say);
    const connectorId = numberField(payload, 'connectorId');
    if (transaction?.connectorId !== undefined && transaction.connectorId !== connectorId) {
      say(
        'transaction-connector',
        'warning',
        `Transaction ${transactionId} runs at connector ${transaction.connectorId}, not ${connectorId}.`,
        '1.6 §4.7',
      );
    }
  }

  return {
    see(observed) {
      if (observed.version !== '1.6') return [];
      const findings: Finding[] = [];
      const say: Say = (rule, severity, message, place) =>
        findings.push({ rule, severity, message, place });
      const { message, call } = observed;
      if (message.kind === 'CALL') {
        if (message.action === 'StartTransaction') start(message, say);
        if (message.action === 'StopTransaction') stop(observed, message, say);
        if (message.action === 'MeterValues') meterValues(message, say);
      } else if (call?.message.action === 'StartTransaction') {
        startAnswered(observed, say);
      }
      return findings;
    },
  };
}

type Say = (rule: string, severity: Severity, message: string, place: string) => void;
