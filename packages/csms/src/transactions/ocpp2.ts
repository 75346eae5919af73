import type { Ocpp21, Ocpp201, Version } from '@northbound/protocol';
import type { InboundMessage } from '@northbound/rpc';
import { idTokenInfo } from '../authorization/ocpp2.ts';
import type { Tokens } from '../authorization/tokens.ts';
import type { Core, StationContext } from '../core.ts';
import type { Transaction } from './domain.ts';
import { commitRecording, recordEvent } from './ledger.ts';
import { decideRefusals, rememberAnswer } from './refusals.ts';
import type { Transactions } from './transactions.ts';

type TransactionEvent = Ocpp201.TransactionEventRequest | Ocpp21.TransactionEventRequest;

/**
 * 2.0.1 and 2.1: block E. Every event is stored and answered, whatever we think of it (E01.FR.07 and its like): a
 * station that gets no answer only repeats it.
 */
export function transactionHandlers2(
  core: Core,
  tokens: Tokens,
  { meterKeys, concurrency }: Transactions,
  version: Version,
) {
  return {
    TransactionEvent(
      event: TransactionEvent,
      { station }: StationContext,
      message: InboundMessage,
    ) {
      return station.serially(async () => {
        const { evse, meterValue, idToken } = event;
        const signatures = meterValue && meterKeys.check(station.id, evse?.id, meterValue);
        const recording = await recordEvent(core, station, version, { event, signatures });
        await commitRecording(core, station, message, recording);
        if (idToken === undefined) return {};
        const transaction = await decideRefusals(core, station, recording.transaction);
        const starts = authorizes(event, transaction);
        const verdict = await tokens.judge(station, idToken.idToken, idToken.type, {
          evseId: evse?.id,
          starts,
        });
        const info = idTokenInfo(verdict);
        const isOneTooMany =
          starts &&
          verdict.status === 'Accepted' &&
          (await concurrency.exceeds(
            transaction,
            verdict.groupIdToken,
            recording.duplicate || event.eventType === 'Started' ? 'earlier' : 'others',
          ));
        const answer = isOneTooMany ? { ...info, status: 'ConcurrentTx' as const } : info;
        await rememberAnswer(core, station, transaction, event, answer.status === 'Accepted');
        return { idTokenInfo: answer };
      });
    },
  };
}

/**
 * Whether the token of an event authorizes its transaction, not its end: that of a Started, and when the transaction has
 * begun with the plug or the parking bay (TxStartPoint), the one that comes later.
 */
function authorizes(
  { eventType, triggerReason, seqNo }: TransactionEvent,
  { idToken }: Transaction,
): boolean {
  if (eventType !== 'Updated') return eventType === 'Started';
  if (triggerReason === 'StopAuthorized') return false;
  return triggerReason === 'Authorized' || idToken?.place === seqNo;
}
