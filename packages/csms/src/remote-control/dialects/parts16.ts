import type { Ocpp21 } from '@northbound/protocol';

type Parts<T> = readonly (T extends string ? T : keyof T & string)[];

/**
 * What 1.6 has of data types of 2.1: their fields, or their values. A field that is not here would be lost on the way,
 * and with it what it changes; types that are not here have no field that 1.6 lacks and 2.0.1 has.
 */
export const PARTS_16 = {
  /** 1.6 edition 2, 7.8. */
  ChargingProfileType: [
    'id',
    'stackLevel',
    'chargingProfilePurpose',
    'chargingProfileKind',
    'recurrencyKind',
    'validFrom',
    'validTo',
    'transactionId',
    'chargingSchedule',
    'customData',
  ] satisfies Parts<Ocpp21.ChargingProfileType>,
  /** 1.6 edition 2, 7.13. Its `id` tells schedules of one profile apart, of which there is one. */
  ChargingScheduleType: [
    'id',
    'chargingRateUnit',
    'chargingSchedulePeriod',
    'duration',
    'startSchedule',
    'minChargingRate',
    'customData',
  ] satisfies Parts<Ocpp21.ChargingScheduleType>,
  /** 1.6 edition 2, 7.14. */
  ChargingSchedulePeriodType: [
    'startPeriod',
    'limit',
    'numberPhases',
    'customData',
  ] satisfies Parts<Ocpp21.ChargingSchedulePeriodType>,
  /** 1.6 edition 2, 7.9. */
  ChargingProfileKindEnumType: [
    'Absolute',
    'Recurring',
    'Relative',
  ] satisfies Parts<Ocpp21.ChargingProfileKindEnumType>,
  /** 1.6 edition 2, 7.10; its ChargePointMaxProfile is the first. */
  ChargingProfilePurposeEnumType: [
    'ChargingStationMaxProfile',
    'TxDefaultProfile',
    'TxProfile',
  ] satisfies Parts<Ocpp21.ChargingProfilePurposeEnumType>,
} as const;
