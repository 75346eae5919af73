import type { Ocpp21, Ocpp201, Version } from '@northbound/protocol';
import type { InboundMessage } from '@northbound/rpc';
import { idTokenInfo } from '../authorization/ocpp2.ts';
import type { Tokens } from '../authorization/tokens.ts';
import { type Core, commit, type StationContext } from '../core.ts';
import { recordEvent } from './ledger.ts';
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
      { messageId }: InboundMessage,
    ) {
      return station.serially(async () => {
        const { evse, meterValue, idToken } = event;
        const signatures = meterValue && meterKeys.check(station.id, evse?.id, meterValue);
        const recording = await recordEvent(core, station, version, { event, signatures });
        for (const remark of recording.remarks) core.remark(station, messageId, remark);
        if (!recording.duplicate) await commit(core, recording);
        if (idToken === undefined) return {};
        const verdict = await tokens.judge(station, idToken.idToken, idToken.type, {
          evseId: event.evse?.id,
          starts: event.eventType === 'Started',
        });
        const info = idTokenInfo(verdict);
        // Only the answer to a Started may say so (AuthorizationStatusEnumType).
        const isOneTooMany =
          event.eventType === 'Started' &&
          verdict.status === 'Accepted' &&
          (await concurrency.exceeds(recording.transaction, verdict.groupIdToken));
        return { idTokenInfo: isOneTooMany ? { ...info, status: 'ConcurrentTx' as const } : info };
      });
    },
  };
}
