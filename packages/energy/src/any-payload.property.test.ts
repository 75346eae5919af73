import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Ocpp16, Ocpp21, Ocpp201, Version } from '@northbound/protocol';
import { ocpp16 } from '@northbound/protocol/ocpp16';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { ocpp201 } from '@northbound/protocol/ocpp201';
import { payloads, runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { checkSetChargingProfile } from './check/check.ts';
import { compositeSchedule } from './composite.ts';
import {
  fromOcpp16Profile,
  toOcpp16CompositeSchedule,
  toOcpp16Profile,
} from './dialects/ocpp16.ts';
import {
  fromOcpp201Profile,
  toOcpp201CompositeSchedule,
  toOcpp201Profile,
} from './dialects/ocpp201.ts';
import type { ChargingProfile, CompositeSchedule, Conditions, InstalledProfile } from './model.ts';
import { compileStack } from './stack.ts';
import { CENTRE_MS, conditions, profileSets } from './testing/arbitraries.ts';
import { STATION } from './testing/check-rows.ts';
import { WIDE } from './testing/profiles.ts';

/** A payload of SetChargingProfile in the words of 2.1. */
type Read = (payload: object) => { readonly evseId: number; readonly profile: ChargingProfile };

const READERS: Record<Version, Read> = {
  '1.6': (payload) => {
    assert.ok(isRequest<Ocpp16.SetChargingProfileRequest>('1.6', payload));
    return { evseId: payload.connectorId, profile: fromOcpp16Profile(payload.csChargingProfiles) };
  },
  '2.0.1': (payload) => {
    assert.ok(isRequest<Ocpp201.SetChargingProfileRequest>('2.0.1', payload));
    return { evseId: payload.evseId, profile: fromOcpp201Profile(payload.chargingProfile) };
  },
  '2.1': (payload) => {
    assert.ok(isRequest<Ocpp21.SetChargingProfileRequest>('2.1', payload));
    return { evseId: payload.evseId, profile: payload.chargingProfile };
  },
};

const PROTOCOLS = { '1.6': ocpp16, '2.0.1': ocpp201, '2.1': ocpp21 };

function isRequest<T extends object>(version: Version, payload: object): payload is T {
  return PROTOCOLS[version].request('SetChargingProfile')?.is(payload) === true;
}

function scheduleOf(
  installed: readonly InstalledProfile[],
  version: Version,
  given: Conditions,
): CompositeSchedule | undefined {
  const point = (evseId: number) => ({
    stack: compileStack({ version, evseId, installed, supply: WIDE, transaction: { id: 'T1' } }),
    conditions: given,
  });
  return compositeSchedule(
    { station: point(0), evses: [point(1)] },
    { evseId: 1, atMs: CENTRE_MS, durationS: 7200, unit: 'A' },
  );
}

for (const version of ['1.6', '2.0.1', '2.1'] as const)
  test(`${version}: whatever its schema allows has an answer, and harms nothing`, () => {
    fc.assert(
      fc.property(payloads(version, 'SetChargingProfile'), conditions, (payload, given) => {
        const { evseId, profile } = READERS[version](payload);
        const { verdict } = checkSetChargingProfile({ version, evseId, profile }, STATION);
        assert.ok(['Accepted', 'Rejected', 'CallError'].includes(verdict));
        const schedule = scheduleOf([{ evseId: 1, source: 'CSO', profile }], version, given);
        assert.ok(schedule?.chargingSchedulePeriod.every(({ limit = Infinity }) => limit <= 64));
      }),
      runs(100),
    );
  });

test('composite schedules are valid by the schema of each version', () => {
  fc.assert(
    fc.property(profileSets, conditions, (profiles, given) => {
      const schedule = scheduleOf(profiles, '2.1', given);
      assert.ok(schedule);
      const answers = {
        '1.6': toOcpp16CompositeSchedule(schedule),
        '2.0.1': { status: 'Accepted', schedule: toOcpp201CompositeSchedule(schedule) },
        '2.1': { status: 'Accepted', schedule },
      };
      for (const version of ['1.6', '2.0.1', '2.1'] as const)
        assert.deepEqual(
          PROTOCOLS[version].response('GetCompositeSchedule')?.explain(answers[version]),
          [],
        );
    }),
    runs(100),
  );
});

test('what older versions can say of any profile is valid by their schemas', () => {
  fc.assert(
    fc.property(payloads('2.1', 'SetChargingProfile'), (payload) => {
      const { profile } = READERS['2.1'](payload);
      const in16 = toOcpp16Profile(profile);
      const request16 = { connectorId: 1, csChargingProfiles: in16 };
      if (in16 !== undefined)
        assert.deepEqual(ocpp16.request('SetChargingProfile')?.explain(request16), []);
      const in201 = toOcpp201Profile(profile);
      const request201 = { evseId: 1, chargingProfile: in201 };
      if (in201 !== undefined)
        assert.deepEqual(ocpp201.request('SetChargingProfile')?.explain(request201), []);
    }),
    runs(100),
  );
});
