import type { Ocpp16 } from '@northbound/protocol';
import { STATUS_TRANSITIONS_16 } from '@northbound/protocol/tables';
import { IS_AUTHORIZED } from '../../authorization/table.ts';
import { IS_OUT_OF_SERVICE, REPORTED } from '../../availability/availability.ts';
import type { Evse } from '../../evse/evse.ts';

type Status = Ocpp16.StatusNotificationStatus;

/** How 1.6 names the state of a connector (1.6 edition 2, 4.9). */
export function connectorStatus16(evse: Evse, connectorId: number): Status {
  const reported = REPORTED[evse.availability(connectorId)];
  if (reported === 'Faulted') return 'Faulted';
  const { running, state } = evse.transaction;
  // Two connectors of one EVSE are never used at once, and 1.6 has no other word for that.
  if (evse.isOtherInUse(connectorId)) return 'Unavailable';
  if (reported === 'Reserved') return 'Reserved';
  if (running === undefined && reported === 'Unavailable') return 'Unavailable';
  if (!evse.connected) {
    // StopTransactionOnEVSideDisconnect = false: the transaction waits for its vehicle.
    if (running?.connectorId !== undefined) return 'SuspendedEV';
    return evse.authorization.state === 'None' ? 'Available' : 'Preparing';
  }
  if (IS_AUTHORIZED[evse.authorization.state]) return SUPPLYING[evse.chargingState];
  const isOver = state === 'Finished' || running?.stoppedReason !== undefined;
  return isOver && evse.authorization.state === 'None' ? 'Finishing' : 'Preparing';
}

const SUPPLYING = {
  Idle: 'Preparing',
  EVConnected: 'Preparing',
  Charging: 'Charging',
  SuspendedEV: 'SuspendedEV',
  SuspendedEVSE: 'SuspendedEVSE',
} as const satisfies Record<Evse['chargingState'], Status>;

/** Connector 0 stands for the charge point's main controller, which faults of EVSEs do not touch. */
export function chargePointStatus16(evses: readonly Evse[]): Status {
  const isOut = evses.every((evse) =>
    evse.config.connectors.every((_, index) => IS_OUT_OF_SERVICE.has(evse.availability(index + 1))),
  );
  return isOut ? 'Unavailable' : 'Available';
}

export function isAllowed16(from: Status, to: Status): boolean {
  return from === to || STATUS_TRANSITIONS_16[from].includes(to);
}

/** Where the table knows no direct way, a status between tells the same story in two steps. */
const BETWEEN: readonly Status[] = ['Preparing', 'Finishing', 'Available'];

/** What to report so that every step is one of the table: the status itself, at times with one before. */
export function wayTo16(from: Status | undefined, to: Status): readonly Status[] {
  if (from === undefined || isAllowed16(from, to)) return [to];
  const between = BETWEEN.find((step) => isAllowed16(from, step) && isAllowed16(step, to));
  return between === undefined ? [to] : [between, to];
}
