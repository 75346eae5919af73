import { ALL, EVSE, period, testRows, V21 } from '../testing/check-rows.ts';

testRows([
  {
    title: 'a set-point in priority charging',
    versions: V21,
    reason: 'InvalidOperationMode',
    profile: {
      chargingProfilePurpose: 'PriorityCharging',
      periods: [{ startPeriod: 0, setpoint: 6, operationMode: 'CentralSetpoint' }],
    },
  },
  {
    title: 'a mode that the EVSE does not support',
    versions: V21,
    reason: 'InvalidOperationMode',
    profile: period({ operationMode: 'ExternalSetpoint' }),
  },
  {
    title: 'frequency support without a curve',
    versions: V21,
    reason: 'NoFreqWattCurve',
    profile: period({ operationMode: 'LocalFrequency', v2xBaseline: 0 }, { chargingRateUnit: 'W' }),
  },
  {
    title: 'frequency support in amperes',
    versions: V21,
    reason: 'InvalidSchedule',
    profile: period({
      operationMode: 'LocalFrequency',
      v2xBaseline: 0,
      v2xFreqWattCurve: [
        { frequency: 49, power: 0 },
        { frequency: 51, power: 1 },
      ],
    }),
  },
  {
    title: 'local load balancing without its thresholds',
    versions: V21,
    reason: 'MissingDevModelInfo',
    profile: period({ operationMode: 'LocalLoadBalancing' }),
    station: { evses: [{ ...EVSE, hasLoadBalancingVariables: false }] },
  },
  {
    title: 'charging without a limit',
    versions: V21,
    reason: 'InvalidSchedule',
    profile: period({}),
  },
  {
    title: 'a central set-point without one',
    versions: V21,
    reason: 'InvalidSchedule',
    profile: period({ operationMode: 'CentralSetpoint' }),
  },
  {
    title: 'idle with a limit',
    versions: V21,
    reason: 'InvalidSchedule',
    profile: period({ operationMode: 'Idle', limit: 6 }),
  },
  {
    title: 'a set-point below the discharge limit',
    versions: V21,
    reason: 'InvalidSchedule',
    profile: period({
      operationMode: 'CentralSetpoint',
      setpoint: -750,
      limit: 1000,
      dischargeLimit: -500,
    }),
  },
  {
    title: 'a positive discharge limit',
    versions: ALL,
    reason: 'InvalidSchedule',
    profile: period({ operationMode: 'CentralSetpoint', setpoint: 1, dischargeLimit: 1, limit: 6 }),
  },
]);
