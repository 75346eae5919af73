import type { Version } from '@northbound/protocol';
import type { StationEvent } from '../events.ts';
import { type Bench, CARD } from './bench.ts';

export const FRIEND = { idToken: 'CC33DD44', type: 'ISO14443' } as const;

/** How each version writes what a CSMS says about a token. */
export function infoOf(version: Version, status: string, group?: string, expiry?: string): object {
  if (version === '1.6') {
    return {
      status,
      ...(group !== undefined && { parentIdTag: group }),
      ...(expiry !== undefined && { expiryDate: expiry }),
    };
  }
  return {
    status,
    ...(group !== undefined && { groupIdToken: { idToken: group, type: 'Central' } }),
    ...(expiry !== undefined && { cacheExpiryDateTime: expiry }),
  };
}

/** From now on the CSMS answers so to every Authorize. */
export function authorizesWith(
  { csms }: Pick<Bench, 'csms'>,
  version: Version,
  info: object,
): void {
  const name = version === '1.6' ? 'idTagInfo' : 'idTokenInfo';
  csms.answers.set('Authorize', () => ({ [name]: info }));
}

/** From now on the CSMS answers so to every transaction that begins. */
export function startsWith({ csms }: Pick<Bench, 'csms'>, version: Version, info: object): void {
  if (version === '1.6') {
    csms.answers.set('StartTransaction', () => ({ transactionId: 7, idTagInfo: info }));
  } else {
    csms.answers.set('TransactionEvent', ({ idToken }) =>
      idToken === undefined ? {} : { idTokenInfo: info },
    );
  }
}

/** Settles with the outcome of the question about a token that is presented now. */
export async function present(bench: Bench, idToken: typeof CARD | typeof FRIEND): Promise<string> {
  const before = bench.events.length;
  bench.station.swipe(idToken, 1);
  const isOutcome = (event: StationEvent) =>
    event.type === 'authorization' && event.result !== 'checking';
  const outcome = () => bench.events.slice(before).find(isOutcome);
  await bench.heard(() => outcome() !== undefined);
  const event = outcome();
  if (event?.type !== 'authorization') throw new Error('no outcome');
  return event.result === 'refused' ? `refused ${event.reason}` : event.result;
}

/** A session of CARD from plug to plug, answered as a whole. */
export async function wholeSession(bench: Bench): Promise<void> {
  bench.station.plugIn(1);
  await present(bench, CARD);
  while (!bench.hardware.evse(1).closed) await bench.clock.settle();
  bench.station.swipe(CARD, 1);
  bench.station.plugOut(1);
  await quiet(bench);
}

/** Nothing is queued, and every call is answered. */
export async function quiet(bench: Bench): Promise<void> {
  while (bench.station.state().queuedEvents > 0) await bench.clock.settle();
  await bench.answered();
}

export async function goOffline(bench: Bench): Promise<void> {
  bench.station.disconnect();
  while (bench.station.state().connected) await bench.clock.settle();
}

/** After the power was cut and came back: accepted again. */
export async function cutPower(bench: Bench): Promise<void> {
  bench.station.powerCut();
  await bench.csms.closed();
  await bench.station.start();
  await bench.csms.next('BootNotification');
  while (bench.station.state().registration !== 'Accepted') await bench.clock.settle();
  // What was under way when the power failed is never answered.
  while (bench.station.state().queuedEvents > 0) await bench.clock.settle();
}
