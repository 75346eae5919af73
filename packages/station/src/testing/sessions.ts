import type { Ocpp21 } from '@northbound/protocol';
import { type Bench, CARD } from './bench.ts';

/** The station is accepted and has reported its connectors. */
export async function started({ csms, station }: Bench): Promise<void> {
  await csms.next('BootNotification');
  const [report, count] = REPORTS[station.state().version ?? '2.1'];
  for (let index = 0; index < count; index++) await csms.next(report);
}

/** What follows an accepted boot of a station with one connector. */
const REPORTS = {
  '1.6': ['StatusNotification', 2],
  '2.0.1': ['StatusNotification', 1],
  '2.1': ['NotifyEvent', 1],
} as const;

/** A vehicle is plugged in, a token accepted, and energy flows. */
export async function startSession(bench: Bench): Promise<void> {
  await started(bench);
  bench.station.plugIn(1);
  bench.station.swipe(CARD, 1);
  await bench.heard((event) => event.type === 'authorization' && event.result === 'authorized');
  while (!bench.hardware.evse(1).closed) await bench.clock.settle();
}

/** The transaction events that the station made, whether they were sent or not. */
export function eventsOf({ events }: Bench): Ocpp21.TransactionEventRequest[] {
  return events.flatMap((news) => (news.type === 'transaction' ? [news.event] : []));
}

export function triggers(events: readonly Ocpp21.TransactionEventRequest[]): string[] {
  return events.map(({ triggerReason }) => triggerReason);
}

export function chargingStates(events: readonly Ocpp21.TransactionEventRequest[]): unknown[] {
  return events.map(({ transactionInfo }) => transactionInfo.chargingState);
}

/** The statuses of a connector that a 1.6 CSMS got. */
export function statuses16({ csms }: Bench, connectorId: number): unknown[] {
  return csms
    .all('StatusNotification')
    .filter(({ payload }) => payload.connectorId === connectorId)
    .map(({ payload }) => payload.status);
}
