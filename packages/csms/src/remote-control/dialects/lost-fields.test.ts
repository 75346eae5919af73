import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Ocpp21 } from '@northbound/protocol';
import { requestStart16 } from './charging16.ts';
import { updateFirmware16 } from './maintenance16.ts';
import { setChargingProfile16 } from './smart-charging16.ts';

const period = { startPeriod: 0, limit: 6 };
const schedule: Ocpp21.ChargingScheduleType = {
  id: 1,
  chargingRateUnit: 'A',
  chargingSchedulePeriod: [period],
};
const profile: Ocpp21.ChargingProfileType = {
  id: 1,
  stackLevel: 0,
  chargingProfilePurpose: 'TxDefaultProfile',
  chargingProfileKind: 'Relative',
  chargingSchedule: [schedule],
};
const priceScheduleSignature = 'c2lnbmVk';

const PROFILES: readonly Ocpp21.ChargingProfileType[] = [
  { ...profile, maxOfflineDuration: 60 },
  { ...profile, invalidAfterOfflineDuration: true },
  { ...profile, dynUpdateInterval: 30 },
  { ...profile, priceScheduleSignature },
  { ...profile, chargingProfileKind: 'Dynamic' },
  { ...profile, chargingProfilePurpose: 'LocalGeneration' },
  ...[
    { ...schedule, randomizedDelay: 600 },
    { ...schedule, useLocalTime: true },
    { ...schedule, limitAtSoC: { soc: 80, limit: 6 } },
    { ...schedule, chargingSchedulePeriod: [{ ...period, phaseToUse: 1 }] },
    { ...schedule, chargingSchedulePeriod: [{ ...period, setpoint: 5 }] },
  ].map((other) => ({ ...profile, chargingSchedule: [other] })),
];

const notSupported = { code: 'notSupportedByVersion' };

describe('what 1.6 has no words for is refused, not lost', () => {
  it('charging profiles, set and sent with a start', () => {
    const idToken = { idToken: '04A1B2C3', type: 'ISO14443' };
    for (const chargingProfile of PROFILES) {
      const which = JSON.stringify(chargingProfile);
      assert.throws(
        () => setChargingProfile16({ evseId: 1, chargingProfile }),
        notSupported,
        which,
      );
      assert.throws(
        () => requestStart16({ evseId: 1, idToken, remoteStartId: 1, chargingProfile }),
        notSupported,
        which,
      );
    }
  });

  it('half of what signs firmware', () => {
    const firmware = {
      location: 'https://files.example/1',
      retrieveDateTime: '2026-01-01T00:00:00Z',
    };
    for (const half of [{ signature: 'c2lnbmVk' }, { signingCertificate: 'PEM' }])
      assert.throws(
        () => updateFirmware16({ requestId: 1, firmware: { ...firmware, ...half } }),
        notSupported,
      );
  });
});
