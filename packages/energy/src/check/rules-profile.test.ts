import { ABSOLUTE, ALL, EVSE, MAX, PLAIN, TX, testRows, V2, V21 } from '../testing/check-rows.ts';
import { installed } from '../testing/profiles.ts';
import type { EvseFacts } from './facts.ts';

testRows([
  { title: 'a default of one EVSE (TC_K_01_CS)', versions: [], reason: undefined },
  { title: 'a default of all EVSEs (TC_K_10_CS)', versions: [], reason: undefined, evseId: 0 },
  { title: 'a maximum (TC_K_03_CS)', versions: [], reason: undefined, evseId: 0, profile: MAX },
  {
    title: 'a profile of the transaction (TC_K_60_CS)',
    versions: [],
    reason: undefined,
    profile: TX,
  },
  {
    title: 'a transaction profile without a transaction (TC_K_02_CS)',
    versions: ALL,
    reason: 'TxNotFound',
    profile: TX,
    station: { evses: [withoutTransaction(EVSE)] },
  },
  {
    title: 'a transaction profile of another transaction (TC_K_16_CS)',
    versions: ALL,
    reason: 'TxNotFound',
    profile: { ...TX, transactionId: 'T9' },
  },
  {
    title: 'a transaction profile that names none',
    versions: V2,
    reason: 'InvalidProfile',
    profile: { chargingProfilePurpose: 'TxProfile' },
  },
  {
    title: 'a transaction profile for all EVSEs (TC_K_11_CS)',
    versions: ALL,
    reason: 'InvalidProfile',
    evseId: 0,
    profile: TX,
  },
  { title: 'a maximum of one EVSE', versions: ALL, reason: 'InvalidProfile', profile: MAX },
  {
    title: 'a relative maximum',
    versions: ALL,
    reason: 'InvalidProfile',
    evseId: 0,
    profile: { chargingProfilePurpose: 'ChargingStationMaxProfile' },
  },
  {
    title: 'an external constraint from the CSMS',
    versions: V2,
    reason: 'InvalidProfile',
    profile: { chargingProfilePurpose: 'ChargingStationExternalConstraints' },
  },
  {
    title: 'the id of an external constraint',
    versions: V2,
    reason: 'InvalidProfile',
    station: {
      installed: [
        installed(
          0,
          { id: 1, chargingProfilePurpose: 'ChargingStationExternalConstraints' },
          'EMS',
        ),
      ],
    },
  },
  {
    title: 'an id of the range of external constraints (TC_K_110_CS)',
    versions: V21,
    reason: 'InvalidProfileId',
    station: { maxExternalConstraintsId: 1 },
  },
  {
    title: 'an id above the range of external constraints (TC_K_109_CS)',
    versions: [],
    reason: undefined,
    station: { maxExternalConstraintsId: 0 },
  },
  {
    title: 'priority charging where it is not supported (TC_K_130_CS)',
    versions: V21,
    reason: 'UnsupportedPurpose',
    profile: { chargingProfilePurpose: 'PriorityCharging' },
    station: PLAIN,
  },
  {
    title: 'local generation where it is not supported (TC_K_131_CS)',
    versions: V21,
    reason: 'UnsupportedPurpose',
    profile: { chargingProfilePurpose: 'LocalGeneration' },
    station: PLAIN,
  },
  {
    title: 'a recurring profile that does not say how often',
    versions: ALL,
    reason: 'InvalidProfile',
    profile: { ...ABSOLUTE, chargingProfileKind: 'Recurring' },
  },
  {
    title: 'a stack level that is too high',
    versions: ALL,
    reason: 'InvalidStackLevel',
    profile: { stackLevel: 6 },
  },
  {
    title: 'a transaction profile before the vehicle said what it needs',
    versions: V2,
    reason: 'InvalidMessageSeq',
    profile: TX,
    station: { evses: [{ ...EVSE, needs: { state: 'Awaited', byPhase: false } }] },
  },
  {
    title: 'a default of one EVSE beside that of all on the same level',
    versions: V2,
    reason: 'DuplicateProfile',
    station: { installed: [installed(0, { id: 2 })] },
  },
  {
    title: 'a default of all EVSEs beside that of one on the same level',
    versions: V2,
    reason: 'DuplicateProfile',
    evseId: 0,
    station: { installed: [installed(2, { id: 2 })] },
  },
  {
    title: 'a default of one EVSE beside that of another',
    versions: [],
    reason: undefined,
    station: { installed: [installed(2, { id: 2 })] },
  },
  {
    title: 'a default in the place of its former self (TC_K_04_CS)',
    versions: [],
    reason: undefined,
    station: { installed: [installed(0, { id: 1 })] },
  },
  {
    title: 'the same purpose, level and EVSE with another id',
    versions: V2,
    reason: 'DuplicateProfile',
    station: { installed: [installed(1, { id: 2 })] },
  },
  {
    title: 'the same purpose, level and EVSE at another time',
    versions: [],
    reason: undefined,
    profile: { validFrom: '2026-01-01T00:00:00Z' },
    station: { installed: [installed(1, { id: 2, validTo: '2026-01-01T00:00:00Z' })] },
  },
  {
    title: 'the same purpose, level and EVSE before',
    versions: [],
    reason: undefined,
    profile: { validTo: '2026-01-01T00:00:00Z' },
    station: { installed: [installed(1, { id: 2, validFrom: '2026-01-01T00:00:00Z' })] },
  },
  {
    title: 'a transaction profile beside one that a past transaction left behind',
    versions: [],
    reason: undefined,
    profile: TX,
    station: { installed: [installed(1, { ...TX, id: 2, transactionId: 'T0' })] },
  },
  {
    title: 'a transaction profile in the place of the one of the remote start',
    versions: [],
    reason: undefined,
    profile: TX,
    station: { installed: [{ ...installed(1, { ...TX, id: 2 }), fromRequestStart: true }] },
  },
  {
    title: 'one profile too many',
    versions: ALL,
    reason: 'TooManyElements',
    station: { maxProfiles: 1, installed: [installed(2, { id: 2 })] },
  },
  {
    title: 'a replacement when all places are taken',
    versions: [],
    reason: undefined,
    station: { maxProfiles: 1, installed: [installed(1, { id: 1 })] },
  },
]);

function withoutTransaction({ transactionId: _, ...evse }: EvseFacts): EvseFacts {
  return evse;
}
