import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Version } from '@northbound/protocol';
import { checkSetChargingProfile } from '../check/check.ts';
import type { EvseFacts, ProfileReason, StationFacts } from '../check/facts.ts';
import { profileOf } from './profiles.ts';

export const EVSE: EvseFacts = {
  evseId: 1,
  current: 'AC',
  phaseCounts: [1, 3],
  phaseSwitching: true,
  dcInputPhaseControl: false,
  operationModes: [
    'ChargingOnly',
    'CentralSetpoint',
    'LocalFrequency',
    'LocalLoadBalancing',
    'Idle',
  ],
  hasLoadBalancingVariables: true,
  transactionId: 'T1',
};

export const STATION: StationFacts = {
  enabled: true,
  evses: [EVSE, { ...EVSE, evseId: 2 }],
  installed: [],
  rateUnits: ['A', 'W'],
  maxStackLevel: 5,
  maxPeriods: 4,
  maxProfiles: 8,
  additionalPurposes: ['PriorityCharging', 'LocalGeneration'],
  features: {
    dynamicProfiles: true,
    useLocalTime: true,
    randomizedDelay: true,
    limitAtSoC: true,
    evseSleep: true,
  },
};

export const OLD_EVSE: EvseFacts = { ...EVSE, phaseCounts: [3], phaseSwitching: false };
export const DC_EVSE: EvseFacts = {
  ...EVSE,
  current: 'DC',
  phaseCounts: [],
  phaseSwitching: false,
};
export const PLAIN: Partial<StationFacts> = {
  additionalPurposes: [],
  features: {
    dynamicProfiles: false,
    useLocalTime: false,
    randomizedDelay: false,
    limitAtSoC: false,
    evseSleep: false,
  },
};
export const ALL = ['1.6', '2.0.1', '2.1'] as const;
export const V2 = ['2.0.1', '2.1'] as const;
export const V21 = ['2.1'] as const;

export const ABSOLUTE = {
  chargingProfileKind: 'Absolute',
  schedule: { startSchedule: '2026-01-01T00:00:00Z' },
} as const;
export const MAX = { chargingProfilePurpose: 'ChargingStationMaxProfile', ...ABSOLUTE } as const;
export const TX = { chargingProfilePurpose: 'TxProfile', transactionId: 'T1' } as const;
export const DYNAMIC = { chargingProfileKind: 'Dynamic' } as const;

type Fields = NonNullable<Parameters<typeof profileOf>[0]>;
type Period = NonNullable<Fields['periods']>[number];

/** One period of a TxProfile. */
export function period(
  fields: Omit<Period, 'startPeriod'>,
  schedule: Fields['schedule'] = {},
): Fields {
  return { ...TX, schedule, periods: [{ startPeriod: 0, ...fields }] };
}

/** A SetChargingProfile, the versions that reject it, and why. The other versions accept it. */
export interface Row {
  readonly title: string;
  readonly versions: readonly Version[];
  readonly reason: ProfileReason | undefined;
  readonly evseId?: number;
  readonly profile?: Fields;
  readonly station?: Partial<StationFacts>;
}

/** One test for each row. */
export function testRows(rows: readonly Row[]): void {
  for (const { title, versions, reason, evseId = 1, profile, station } of rows)
    test(`${title}: ${reason === undefined ? 'Accepted' : `Rejected ${reason}`}`, () => {
      for (const version of ALL) {
        const verdict = checkSetChargingProfile(
          { version, evseId, profile: profileOf(profile) },
          { ...STATION, ...station },
        );
        const given = verdict.verdict === 'Rejected' ? verdict.reasonCode : verdict.verdict;
        assert.equal(given, versions.includes(version) ? reason : 'Accepted', version);
      }
    });
}
