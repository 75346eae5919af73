import assert from 'node:assert/strict';
import { test } from 'node:test';
import { profile2 } from '../testing/charging-profiles.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

/*
 * What the CSMS hears of limits that change often, and by little (2.1 part 2, K11.FR.02, K12.FR.02): it is never more
 * than LimitChangeSignificance behind.
 */

const begun = async () => {
  const at = new VirtualBench('2.1', {
    variables: {
      'SmartChargingCtrlr.LimitChangeSignificance': '10',
      'SmartChargingCtrlr.NotifyChargingLimitWithSchedules': 'true',
    },
  });
  await at.begin();
  return at;
};

/** The limits that it has heard of. */
const told = (at: VirtualBench) =>
  at.got('NotifyChargingLimit').map(({ chargingSchedule }) => {
    assert.ok(Array.isArray(chargingSchedule));
    return chargingSchedule[0].chargingSchedulePeriod[0].limit;
  });

/** An energy manager lowers its limit, 1 A at a time. */
async function creep(at: VirtualBench, fromA: number, toA: number): Promise<void> {
  for (let limit = fromA; limit >= toA; limit--) {
    assert.equal(at.station.setExternalLimit({ source: 'EMS', limit, unit: 'A' }), true);
    await at.pass(1_000);
  }
}

test('K12.FR.02: many small changes are told when together they are a large one', async () => {
  const at = await begun();
  await creep(at, 20, 10);
  assert.deepEqual(told(at), [20, 17, 15, 13, 11]);
  at.station.clearExternalLimit('EMS');
  await creep(at, 10, 10);
  assert.deepEqual(told(at).slice(5), [10]);
  await at.end();
});

test('K12.FR.02, K29.FR.03: and in a profile that the CSMS made for them', async () => {
  const at = await begun();
  const periods = [{ startPeriod: 0, limit: 20, operationMode: 'ExternalLimits' }];
  const chargingProfile = profile2({ id: 9, kind: 'Dynamic', periods });
  await at.ask('SetChargingProfile', { evseId: 0, chargingProfile });
  await creep(at, 19, 14);
  assert.deepEqual(told(at), [17, 15]);
  await at.end();
});

test('K11.FR.02: and where a schedule makes them by itself', async () => {
  const at = await begun();
  const later = [19, 18, 17].map((limit, index) => ({ startS: 60 * (index + 1), limit }));
  at.station.setExternalLimit({ source: 'SO', limit: 20, unit: 'A', later });
  await at.pass(150_000);
  assert.equal(at.got('NotifyChargingLimit').length, 1);
  await at.pass(60_000);
  assert.equal(at.got('NotifyChargingLimit').length, 2);
  await at.end();
});
