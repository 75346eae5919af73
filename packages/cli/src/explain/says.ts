import { peerOf, type Role } from '@northbound/protocol';
import { MEANINGS } from './meanings.ts';
import type { SeenCall, WireMessage } from './model.ts';
import { who } from './pairing.ts';
import { field } from './payload.ts';

/** Fields worth a word, wherever a message has them at this place. */
const TOLD: readonly (readonly string[])[] = [
  ['eventType'],
  ['triggerReason'],
  ['seqNo'],
  ['transactionInfo', 'transactionId'],
  ['transactionInfo', 'chargingState'],
  ['transactionInfo', 'stoppedReason'],
  ['offline'],
  ['connectorId'],
  ['evseId'],
  ['evse', 'id'],
  ['errorCode'],
  ['status'],
  ['connectorStatus'],
  ['idTag'],
  ['idToken', 'idToken'],
  ['idTagInfo', 'status'],
  ['idTokenInfo', 'status'],
  ['transactionId'],
  ['meterStart'],
  ['meterStop'],
  ['chargePointVendor'],
  ['chargePointModel'],
  ['chargingStation', 'vendorName'],
  ['chargingStation', 'model'],
  ['reason'],
  ['interval'],
  ['currentTime'],
  ['requestedMessage'],
  ['key'],
  ['value'],
  ['type'],
  ['requestId'],
  ['messageId'],
  ['vendorId'],
];
const MAX_TOLD = 6;

/** One sentence on what a message is. */
export function saysOf(
  message: WireMessage,
  sender: Role | undefined,
  call: SeenCall | undefined,
  fitting: readonly string[],
): string {
  switch (message.kind) {
    case 'CALL':
    case 'SEND': {
      const meaning = MEANINGS.get(message.action);
      const told = details(message.payload);
      if (meaning === undefined)
        return `${who(sender)} sends ${JSON.stringify(message.action.slice(0, 80))}, which OCPP does not know${told}.`;
      return `${who(sender)} ${meaning}${told}.`;
    }
    case 'CALLRESULT': {
      if (call !== undefined)
        return `${who(sender)} answers ${call.message.action}${details(message.payload)}.`;
      return `${who(sender)} answers a call that the log does not hold${details(message.payload)}${fittingActions(fitting)}.`;
    }
    case 'CALLERROR': {
      const what = call === undefined ? 'a call that the log does not hold' : call.message.action;
      return `${who(sender)} refuses ${what} with ${shown(message.code)}${described(message.description)}.`;
    }
    case 'CALLRESULTERROR': {
      const what = call === undefined ? 'an answer' : `the answer to ${call.message.action}`;
      const asker = sender ?? (call?.sender && peerOf(call.sender));
      return `${who(asker)} cannot use ${what}: ${shown(message.code)}${described(message.description)}.`;
    }
  }
}

function details(payload: unknown): string {
  const told: string[] = [];
  for (const path of TOLD) {
    const value = field(payload, ...path);
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      continue;
    told.push(`${path.at(-1)} ${shown(String(value))}`);
    if (told.length === MAX_TOLD) break;
  }
  return told.length === 0 ? '' : ` (${told.join(', ')})`;
}

function fittingActions(actions: readonly string[]): string {
  if (actions.length === 0) return '';
  const listed = actions.slice(0, 4).join(', ');
  return actions.length > 4
    ? `; it could answer ${listed} and ${actions.length - 4} more`
    : `; it could answer ${listed}`;
}

function described(description: string): string {
  return description === '' ? '' : `: ${JSON.stringify(shown(description))}`;
}

/** Short and without control characters: a log must not steer the reader's terminal. */
function shown(text: string): string {
  const clean = text.replace(/\p{C}/gu, '�');
  return clean.length > 80 ? `${clean.slice(0, 80)}…` : clean;
}
