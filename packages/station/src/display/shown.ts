import type { Ocpp21 } from '@northbound/protocol';
import type { Evse } from '../evse/evse.ts';
import type { DriverText } from '../tariff-cost/driver-texts.ts';

/** What stands on the display at a moment. */
export interface DisplayState {
  readonly message?: {
    readonly id: number;
    readonly priority: Ocpp21.MessagePriorityEnumType;
    readonly format: Ocpp21.MessageFormatEnumType;
    readonly content: string;
  };
  /** What drivers are told about tariff and cost. */
  readonly driver: readonly DriverText[];
}

/** Who stands in front of whom. */
export const FRONT: readonly Ocpp21.MessagePriorityEnumType[] = [
  'AlwaysFront',
  'InFront',
  'NormalCycle',
];

const isSuspended = ({ chargingState }: Evse) => chargingState.startsWith('Suspended');

/** `MessageStateEnumType`: in which state of the station, or of one EVSE, a message is shown. */
const IN_STATE: Readonly<Record<Ocpp21.MessageStateEnumType, (evses: readonly Evse[]) => boolean>> =
  {
    Charging: (evses) => evses.some(({ chargingState }) => chargingState === 'Charging'),
    // Nothing here discharges yet.
    Discharging: () => false,
    Faulted: (evses) => evses.some(({ availabilityState }) => availabilityState === 'Faulted'),
    Idle: (evses) => evses.every(({ transaction }) => transaction.running === undefined),
    Suspended: (evses) => evses.some((evse) => evse.transaction.running && isSuspended(evse)),
    Unavailable: (evses) =>
      evses.every(({ availabilityState }) => availabilityState === 'Unavailable'),
  };

export function isInState(evses: readonly Evse[], state: Ocpp21.MessageStateEnumType): boolean {
  return IN_STATE[state](evses);
}
