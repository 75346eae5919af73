import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS } from '@northbound/protocol';
import { CARD } from '../testing/bench.ts';
import { profile2, profile16 } from '../testing/charging-profiles.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

/*
 * SmartChargingCtrlr.Enabled = false switches off what the CSMS can do, not what the grid bears (2.1 part 2, K11.FR.01,
 * K12.FR.01).
 */

async function setEnabled(at: VirtualBench, isEnabled: boolean): Promise<void> {
  at.station.setVariable('SmartChargingCtrlr.Enabled', String(isEnabled));
  await at.pass(1_000);
}

const offered = (at: VirtualBench) => at.hardware.evse(1).offerA;

async function charge(at: VirtualBench): Promise<void> {
  at.station.plugIn(1);
  at.station.swipe(CARD, 1);
  await at.pass(5_000);
}

for (const version of VERSIONS) {
  test(`${version} K12.FR.01: without smart charging only a limit from outside counts`, async () => {
    const at = new VirtualBench(version);
    await at.begin();
    await at.ask(
      'SetChargingProfile',
      version === '1.6'
        ? { connectorId: 0, csChargingProfiles: profile16({ limit: 8 }) }
        : { evseId: 0, chargingProfile: profile2({ limit: 8 }) },
    );
    await setEnabled(at, false);
    assert.equal(at.station.setExternalLimit({ source: 'SO', limit: 13, unit: 'A' }), true);
    await charge(at);
    assert.equal(offered(at), 13);
    await setEnabled(at, true);
    assert.equal(offered(at), 8);
    await setEnabled(at, false);
    assert.equal(offered(at), 13);
    at.station.clearExternalLimit('SO');
    await at.pass(1_000);
    assert.equal(offered(at), 32);
    await at.end();
  });
}

test('2.1 K11.FR.01: a limit from outside is in force, and stays when smart charging is switched off', async () => {
  const at = new VirtualBench('2.1');
  await at.begin();
  await charge(at);
  at.station.setExternalLimit({ source: 'SO', limit: 16, unit: 'A', evseId: 1 });
  await at.pass(1_000);
  await setEnabled(at, false);
  assert.equal(offered(at), 16);
  at.station.setExternalLimit({ source: 'SO', limit: 7, unit: 'A', evseId: 1 });
  await at.pass(1_000);
  assert.equal(offered(at), 7);
  await at.cutPower(1_000);
  await charge(at);
  assert.equal(offered(at), 7);
  await at.end();
});

test('2.1 K29.FR.03: a profile that is not in force takes no limit from outside', async () => {
  const at = new VirtualBench('2.1');
  await at.begin();
  const periods = [{ startPeriod: 0, limit: 20, operationMode: 'ExternalLimits' }];
  const chargingProfile = profile2({ id: 9, kind: 'Dynamic', periods });
  await at.ask('SetChargingProfile', { evseId: 1, chargingProfile });
  await setEnabled(at, false);
  at.station.setExternalLimit({ source: 'EMS', limit: 9, unit: 'A', evseId: 1 });
  await charge(at);
  assert.equal(offered(at), 9);
  await at.end();
});
