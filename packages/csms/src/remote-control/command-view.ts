import { timestampOf } from '../timestamps.ts';
import type { CommandRecord } from './command.ts';
import { withoutSecrets } from './secrets.ts';
import type { CommandView } from './views.ts';

export function commandView(record: CommandRecord): CommandView {
  const { id, stationId, command, callVersion, request, by, campaignId, state, messages } = record;
  const { expiresAtMs, sentAtMs, settledAtMs, answer, accepted, cause } = record;
  return {
    id,
    stationId,
    command,
    ...(callVersion === undefined ? {} : { callVersion }),
    request: withoutSecrets(request),
    by,
    ...(campaignId === undefined ? {} : { campaignId }),
    requestedAt: timestampOf(record.requestedAtMs),
    timeoutS: record.timeoutMs / 1000,
    ...(expiresAtMs === undefined ? {} : { expiresAt: timestampOf(expiresAtMs) }),
    state,
    ...(sentAtMs === undefined ? {} : { sentAt: timestampOf(sentAtMs) }),
    ...(settledAtMs === undefined ? {} : { settledAt: timestampOf(settledAtMs) }),
    ...(answer === undefined ? {} : { answer: withoutSecrets(answer) }),
    ...(accepted === undefined ? {} : { accepted }),
    ...(cause === undefined ? {} : { cause }),
    messages: messages.map((message) => ({
      ...message,
      payload: withoutSecrets(message.payload),
      ...('answer' in message && { answer: withoutSecrets(message.answer) }),
    })),
  };
}
