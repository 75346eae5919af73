import type { Version } from '@northbound/protocol';
import type { Station } from '../station.ts';
import type { BackOffice } from './back-office.ts';
import type { Step } from './orders.ts';

/** Those who act in an order: people at the station, and a CSMS. */
export interface Actors {
  readonly version: Version;
  readonly station: Station;
  readonly office: BackOffice;
  command(action: string, payload: Record<string, unknown>): unknown;
  /** Lets time pass. */
  pass(ms: number): Promise<unknown>;
}

/** One step; what follows from it may take a moment. */
export async function act(step: Step, actors: Actors): Promise<void> {
  const { version, station, office } = actors;
  const is16 = version === '1.6';
  switch (step) {
    case 'plug':
      station.plugIn(1);
      break;
    case 'unplug':
      station.plugOut(1);
      break;
    case 'token':
      station.swipe({ idToken: 'CARD', type: 'ISO14443' }, 1);
      break;
    case 'stranger':
      station.swipe({ idToken: 'STRANGER', type: 'ISO14443' }, 1);
      break;
    case 'remoteStart':
      if (is16) await actors.command('RemoteStartTransaction', { connectorId: 1, idTag: 'REMOTE' });
      else {
        await actors.command('RequestStartTransaction', {
          evseId: 1,
          remoteStartId: 1,
          idToken: { idToken: 'REMOTE', type: 'Central' },
        });
      }
      break;
    case 'remoteStop': {
      const transactionId = office.openAt(1) ?? (is16 ? undefined : transactionOf(station));
      if (transactionId === undefined) break;
      const action = is16 ? 'RemoteStopTransaction' : 'RequestStopTransaction';
      await actors.command(action, { transactionId });
      break;
    }
    case 'unlock':
      await actors.command(
        'UnlockConnector',
        is16 ? { connectorId: 1 } : { evseId: 1, connectorId: 1 },
      );
      break;
    case 'fault':
      station.fault(1, 'CX002');
      station.clearFault(1);
      break;
    case 'arrive':
      station.bay(1, true);
      break;
    case 'depart':
      station.bay(1, false);
      break;
    case 'wait':
      await actors.pass(60_000);
      break;
  }
}

/** Of a vehicle that is not connected the CSMS does not know where it is to be. */
function transactionOf(station: Station): string | undefined {
  return station.state().evses[0]?.transactionId;
}

interface Message {
  readonly action: string;
  readonly payload: Record<string, unknown>;
}

const SESSIONS = new Set(['TransactionEvent', 'StartTransaction', 'StopTransaction']);

/** What a CSMS got of sessions, in the words of the oracle. */
export function wordsOf(messages: readonly Message[], version: Version): object[] {
  return messages
    .filter(({ action }) => SESSIONS.has(action))
    .map((message): object => (version === '1.6' ? words16(message) : words2(message)));
}

function words2({ payload: { eventType, triggerReason, transactionInfo, idToken } }: Message) {
  const { stoppedReason } = Object(transactionInfo);
  const token = Object(idToken).idToken;
  return {
    event: eventType,
    trigger: triggerReason,
    ...(stoppedReason !== undefined && { stopped: stoppedReason }),
    ...(token !== undefined && { token }),
  };
}

function words16({ action, payload: { idTag, reason } }: Message) {
  return {
    message: action,
    ...(reason !== undefined && { reason }),
    ...(idTag !== undefined && { tag: idTag }),
  };
}
