import {
  ABSOLUTE,
  DC_EVSE,
  EVSE,
  MAX,
  OLD_EVSE,
  period,
  testRows,
  V2,
  V21,
} from '../testing/check-rows.ts';
import { installed } from '../testing/profiles.ts';

testRows([
  {
    title: 'limits of single phases without a vehicle that gave its own',
    versions: V21,
    reason: 'PhaseConflict',
    profile: period({ limit: 6, limit_L2: 8 }),
  },
  {
    title: 'a limit of L2 without that of L1',
    versions: V21,
    reason: 'PhaseConflict',
    profile: period({ operationMode: 'CentralSetpoint', setpoint: 6, limit_L2: 8 }),
    station: { evses: [{ ...EVSE, needs: { state: 'Notified', byPhase: true } }] },
  },
  {
    title: 'one phase where three would be used',
    versions: V2,
    reason: 'InvalidSchedule',
    profile: period({ limit: 6, numberPhases: 1 }),
    station: { evses: [OLD_EVSE] },
  },
  {
    title: 'three phases where there is one',
    versions: [],
    reason: undefined,
    profile: period({ limit: 6, numberPhases: 3 }),
    station: { evses: [{ ...EVSE, phaseCounts: [1] }] },
  },
  {
    title: 'a phase to use of three',
    versions: V2,
    reason: 'InvalidSchedule',
    profile: period({ limit: 6, numberPhases: 3, phaseToUse: 2 }),
  },
  {
    title: 'a phase that cannot be chosen',
    versions: V2,
    reason: 'InvalidSchedule',
    profile: period({ limit: 6, numberPhases: 1, phaseToUse: 2 }),
    station: { evses: [{ ...OLD_EVSE, phaseCounts: [1], singlePhase: 1 }] },
  },
  {
    title: 'the phase that would be used anyway',
    versions: [],
    reason: undefined,
    profile: period({ limit: 6, numberPhases: 1, phaseToUse: 1 }),
    station: { evses: [{ ...OLD_EVSE, phaseCounts: [1], singlePhase: 1 }] },
  },
  {
    title: 'phases of a DC EVSE',
    versions: V21,
    reason: 'NoPhaseForDC',
    profile: period({ limit: 6, numberPhases: 3 }),
    station: { evses: [DC_EVSE] },
  },
  {
    title: 'phases of a DC EVSE that chooses those of its input',
    versions: [],
    reason: undefined,
    profile: period({ limit: 6, numberPhases: 3 }),
    station: { evses: [{ ...DC_EVSE, dcInputPhaseControl: true }] },
  },
  {
    title: 'phases of the grid connection of a DC station',
    versions: [],
    reason: undefined,
    evseId: 0,
    profile: { ...MAX, periods: [{ startPeriod: 0, limit: 6, numberPhases: 3 }] },
    station: { evses: [DC_EVSE] },
  },
  {
    title: 'another phase than the maximum has',
    versions: V2,
    reason: 'PhaseConflict',
    profile: period({ limit: 6, numberPhases: 1, phaseToUse: 3 }),
    station: { installed: [maxOnPhase1('2026-01-01T00:00:00Z')] },
  },
  {
    title: 'another phase than the maximum has at another time',
    versions: [],
    reason: undefined,
    profile: {
      ...ABSOLUTE,
      schedule: { ...ABSOLUTE.schedule, duration: 60 },
      periods: [{ startPeriod: 0, limit: 6, numberPhases: 1, phaseToUse: 3 }],
    },
    station: { installed: [maxOnPhase1('2026-01-01T00:01:00Z')] },
  },
  {
    title: 'another phase than the maximum has, before that, and the same from then on',
    versions: [],
    reason: undefined,
    profile: {
      ...ABSOLUTE,
      periods: [
        { startPeriod: 0, limit: 6, numberPhases: 1, phaseToUse: 3 },
        { startPeriod: 60, limit: 6, numberPhases: 1, phaseToUse: 1 },
      ],
    },
    station: { installed: [maxOnPhase1('2026-01-01T00:01:00Z')] },
  },
  {
    title: 'another phase than a constraint of another EVSE',
    versions: [],
    reason: undefined,
    profile: period({ limit: 6, numberPhases: 1, phaseToUse: 3 }),
    station: { installed: [{ ...constraintOnPhase1(), evseId: 2 }] },
  },
  {
    title: 'another phase than a constraint of the EVSE',
    versions: V2,
    reason: 'PhaseConflict',
    profile: period({ limit: 6, numberPhases: 1, phaseToUse: 3 }),
    station: { installed: [constraintOnPhase1()] },
  },
  {
    title: 'another phase than the default, which it overrules',
    versions: [],
    reason: undefined,
    profile: period({ limit: 6, numberPhases: 1, phaseToUse: 3 }),
    station: {
      installed: [
        installed(0, {
          id: 2,
          periods: [{ startPeriod: 0, limit: 6, numberPhases: 1, phaseToUse: 1 }],
        }),
      ],
    },
  },
]);

function maxOnPhase1(startSchedule: string) {
  return installed(0, {
    ...MAX,
    id: 2,
    schedule: { startSchedule },
    periods: [{ startPeriod: 0, limit: 6, numberPhases: 1, phaseToUse: 1 }],
  });
}

function constraintOnPhase1() {
  return installed(1, {
    id: -2,
    chargingProfilePurpose: 'ChargingStationExternalConstraints',
    periods: [{ startPeriod: 0, limit: 6, numberPhases: 1, phaseToUse: 1 }],
  });
}
