import type { Ocpp21, Ocpp201 } from '@northbound/protocol';

type Only21<New extends string, Old extends string> = Exclude<New, Old>;

const TRIGGERS: Readonly<
  Record<
    Only21<Ocpp21.TriggerReasonEnumType, Ocpp201.TriggerReasonEnumType>,
    Ocpp201.TriggerReasonEnumType
  >
> = {
  CostLimitReached: 'EnergyLimitReached',
  LimitSet: 'ChargingRateChanged',
  OperationModeChanged: 'ChargingRateChanged',
  RunningCost: 'MeterValuePeriodic',
  SoCLimitReached: 'EnergyLimitReached',
  TariffChanged: 'Trigger',
  TariffNotAccepted: 'AbnormalCondition',
  TxResumed: 'ChargingStateChanged',
};

const REASONS: Readonly<
  Record<Only21<Ocpp21.ReasonEnumType, Ocpp201.ReasonEnumType>, Ocpp201.ReasonEnumType>
> = { ReqEnergyTransferRejected: 'Other' };

/** Measurands that 2.0.1 has no name for: their values are left out. */
type NewMeasurand = Only21<Ocpp21.MeasurandEnumType, Ocpp201.MeasurandEnumType>;

const NEW_MEASURANDS: Readonly<Record<NewMeasurand, true>> = {
  'Current.Export.Minimum': true,
  'Current.Export.Offered': true,
  'Current.Import.Minimum': true,
  'Current.Import.Offered': true,
  'Display.BatteryEnergyCapacity': true,
  'Display.ChargingComplete': true,
  'Display.InletHot': true,
  'Display.MaximumSOC': true,
  'Display.MinimumSOC': true,
  'Display.PresentSOC': true,
  'Display.RemainingTimeToMaximumSOC': true,
  'Display.RemainingTimeToMinimumSOC': true,
  'Display.RemainingTimeToTargetSOC': true,
  'Display.TargetSOC': true,
  'Energy.Active.Import.CableLoss': true,
  'Energy.Active.Import.LocalGeneration.Register': true,
  'Energy.Active.Setpoint.Interval': true,
  'EnergyRequest.Bulk': true,
  'EnergyRequest.Maximum': true,
  'EnergyRequest.Maximum.V2X': true,
  'EnergyRequest.Minimum': true,
  'EnergyRequest.Minimum.V2X': true,
  'EnergyRequest.Target': true,
  'Power.Active.Residual': true,
  'Power.Active.Setpoint': true,
  'Power.Export.Minimum': true,
  'Power.Export.Offered': true,
  'Power.Import.Minimum': true,
  'Power.Import.Offered': true,
  'Voltage.Maximum': true,
  'Voltage.Minimum': true,
};

const ID_TOKEN_TYPES: readonly Ocpp201.IdTokenEnumType[] = [
  'Central',
  'eMAID',
  'ISO14443',
  'ISO15693',
  'KeyCode',
  'Local',
  'MacAddress',
  'NoAuthorization',
];

function isNewTrigger(
  reason: Ocpp21.TriggerReasonEnumType,
): reason is Only21<Ocpp21.TriggerReasonEnumType, Ocpp201.TriggerReasonEnumType> {
  return Object.hasOwn(TRIGGERS, reason);
}

export function triggerReason201(
  reason: Ocpp21.TriggerReasonEnumType,
): Ocpp201.TriggerReasonEnumType {
  return isNewTrigger(reason) ? TRIGGERS[reason] : reason;
}

export function stoppedReason201(reason: Ocpp21.ReasonEnumType): Ocpp201.ReasonEnumType {
  return reason === 'ReqEnergyTransferRejected' ? REASONS[reason] : reason;
}

/** The standard's types of 2.1 that 2.0.1 lacks are tokens that the CSMS made: Central. */
export function idToken201({ idToken, type }: Ocpp21.IdTokenType): Ocpp201.IdTokenType {
  return { idToken, type: ID_TOKEN_TYPES.find((known) => known === type) ?? 'Central' };
}

function isNewMeasurand(measurand: Ocpp21.MeasurandEnumType): measurand is NewMeasurand {
  return Object.hasOwn(NEW_MEASURANDS, measurand);
}

function sampledValue201(sample: Ocpp21.SampledValueType): Ocpp201.SampledValueType[] {
  const { value, context, location, measurand, phase, unitOfMeasure, signedMeterValue } = sample;
  if (location === 'Upstream' || measurand === undefined || isNewMeasurand(measurand)) return [];
  return [
    {
      value,
      measurand,
      ...(context !== undefined && { context }),
      ...(phase !== undefined && { phase }),
      ...(location !== undefined && { location }),
      ...(unitOfMeasure !== undefined && { unitOfMeasure }),
      // 2.0.1 always has these fields: what is not said is empty.
      ...(signedMeterValue !== undefined && {
        signedMeterValue: { signingMethod: '', publicKey: '', ...signedMeterValue },
      }),
    },
  ];
}

export function meterValues201(values: readonly Ocpp21.MeterValueType[]): Ocpp201.MeterValueType[] {
  return values
    .map(({ timestamp, sampledValue }) => ({
      timestamp,
      sampledValue: sampledValue.flatMap(sampledValue201),
    }))
    .filter(({ sampledValue }) => sampledValue.length > 0);
}
