import type { Row } from '../device-model/rows.ts';

/** How many profiles the storage has room for. */
export const MAX_PROFILES = 32;

const FEATURES = {
  DynamicProfiles: true,
  EvseSleep: false,
  LimitAtSoC: true,
  MaxOfflineDuration: true,
  RandomizedDelay: true,
  UseLocalTime: true,
} as const;

const PERSISTENT = ['TxProfile', 'LocalGeneration', 'ChargingStationExternalConstraints'] as const;

const READ_WRITE = { mutability: 'ReadWrite' } as const;

/** SmartChargingCtrlr (2.1 part 2, referenced components), and the local time that schedules may use. */
export const SMART_CHARGING_ROWS: readonly Row[] = [
  row('ACPhaseSwitchingSupported', 'false'),
  row('Available', 'true'),
  ...PERSISTENT.map((instance) => row('ChargingProfilePersistence', 'true', { instance })),
  row('Enabled', 'true', READ_WRITE),
  row('Entries', '0', { instance: 'ChargingProfiles', maxLimit: MAX_PROFILES }),
  row('ExternalConstraintsProfileDisallowed', 'false', READ_WRITE),
  row('ExternalControlSignalsEnabled', 'true', READ_WRITE),
  row('LimitChangeSignificance', '1', { ...READ_WRITE, minLimit: 0, maxLimit: 100 }),
  // External constraints have ids below those of the CSMS: 0 and less, as long as the CSMS wants no more of them.
  row('MaxExternalConstraintsId', '0', { ...READ_WRITE, minLimit: 0, maxLimit: 1_000_000 }),
  row('NotifyChargingLimitWithSchedules', 'false', READ_WRITE),
  row('PeriodsPerSchedule', '96'),
  row('Phases3to1', 'false'),
  row('ProfileStackLevel', '9'),
  row('RateUnit', 'A,W'),
  row('SetpointPriority', 'ExternalSystem', READ_WRITE),
  row('SupportedAdditionalPurposes', 'PriorityCharging,LocalGeneration'),
  ...Object.entries(FEATURES).map(([instance, supported]) =>
    row('SupportsFeature', String(supported), { instance }),
  ),
  { component: 'ClockCtrlr', variable: 'TimeOffset', initial: 'Z', ...READ_WRITE },
  { component: 'ClockCtrlr', variable: 'TimeZone', initial: '', ...READ_WRITE },
];

function row(variable: string, initial: string, more: Partial<Row> = {}): Row {
  return { component: 'SmartChargingCtrlr', variable, initial, ...more };
}
