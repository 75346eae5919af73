import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS } from '@northbound/protocol';
import { CARD } from '../testing/bench.ts';
import { type ProfileSketch, profile2, profile16 } from '../testing/charging-profiles.ts';
import { VirtualBench, type VirtualBenchOptions } from '../testing/virtual-bench.ts';

/*
 * A profile that comes with a remote start is for the transaction that follows (2.1 part 2, F01.FR.10, K05.FR.03; 1.6,
 * 5.11): without it nothing starts, and without the start it is not kept.
 */

const PROFILE: ProfileSketch = { id: 4, purpose: 'TxProfile', kind: 'Relative', limit: 9 };
const STORED = 'smartCharging:profile:';

class Bench extends VirtualBench {
  /** @returns the status of the answer, with the reason code where there is one */
  async startRemotely(): Promise<string> {
    const answer = await (this.version === '1.6'
      ? this.ask('RemoteStartTransaction', {
          connectorId: 1,
          idTag: CARD.idToken,
          chargingProfile: profile16(PROFILE),
        })
      : this.ask('RequestStartTransaction', {
          evseId: 1,
          remoteStartId: 1,
          idToken: CARD,
          chargingProfile: profile2(PROFILE),
        }));
    const { status, statusInfo } = Object(answer);
    return statusInfo === undefined ? status : `${status} ${statusInfo.reasonCode}`;
  }

  /** Before a profile goes to the storage; false: there is no room for it. */
  whenStored(hasRoom: () => boolean): void {
    const { values } = this.storage;
    const store = values.store.bind(values);
    values.store = (key, value) => (!key.startsWith(STORED) || hasRoom()) && store(key, value);
  }

  get profiles(): number {
    return this.storage.values.keys(STORED).length;
  }

  /** What somebody with a card is offered. */
  async offeredToDriver(): Promise<number> {
    this.station.plugIn(1);
    this.station.swipe({ ...CARD, idToken: 'DRIVER' }, 1);
    await this.pass(5_000);
    return this.hardware.evse(1).offerA;
  }
}

async function begun(version: Bench['version'], options: VirtualBenchOptions = {}): Promise<Bench> {
  const at = new Bench(version, options);
  await at.begin();
  return at;
}

const ASKS = { 'AuthCtrlr.AuthorizeRemoteStart': 'true' };

/** The CSMS does not know this card any more. */
function refuses(at: Bench, idToken: string): void {
  at.answers.set('Authorize', (request) => {
    const status = JSON.stringify(request).includes(idToken) ? 'Blocked' : 'Accepted';
    return at.version === '1.6' ? { idTagInfo: { status } } : { idTokenInfo: { status } };
  });
}

for (const version of VERSIONS) {
  test(`${version} F01.FR.10: a start is refused whose profile finds no room`, async () => {
    const at = await begun(version);
    let hasRoom = false;
    at.whenStored(() => hasRoom);
    const refused = version === '1.6' ? 'Rejected' : 'Rejected OutOfStorage';
    assert.equal(await at.startRemotely(), refused);
    at.station.plugIn(1);
    await at.pass(5_000);
    assert.equal(at.hardware.evse(1).closed, false);
    hasRoom = true;
    assert.equal(await at.startRemotely(), 'Accepted');
    await at.pass(5_000);
    assert.equal(at.hardware.evse(1).offerA, 9);
    await at.end();
  });

  test(`${version} K05: its profile goes when the token is refused, or nobody comes`, async () => {
    const at = await begun(version, { variables: ASKS });
    refuses(at, CARD.idToken);
    assert.equal(await at.startRemotely(), 'Accepted');
    await at.pass(5_000);
    assert.equal(at.profiles, 0);
    at.answers.delete('Authorize');
    assert.equal(await at.startRemotely(), 'Accepted');
    await at.pass(5_000);
    assert.equal(at.profiles, 1);
    await at.pass(60_000);
    assert.equal(at.profiles, 0);
    assert.equal(await at.offeredToDriver(), 32);
    await at.end();
  });

  test(`${version} K05: the end of another transaction between answer and start takes nothing from it`, async () => {
    const at = await begun(version, { evses: 2 });
    at.station.plugIn(2);
    at.station.swipe({ ...CARD, idToken: 'OTHER' }, 2);
    await at.pass(5_000);
    at.whenStored(() => {
      at.clock.after(0, () => at.station.plugOut(2));
      return true;
    });
    assert.equal(await at.startRemotely(), 'Accepted');
    at.station.plugIn(1);
    await at.pass(5_000);
    assert.equal(at.station.state().evses[1]?.transactionId, undefined);
    assert.equal(at.hardware.evse(1).offerA, 9);
    await at.end();
  });

  test(`${version} K05: what a power cut leaves of a start that was only answered is dropped`, async () => {
    const at = await begun(version);
    at.whenStored(() => {
      at.clock.after(0, () => at.station.powerCut());
      return true;
    });
    await assert.rejects(at.startRemotely());
    assert.equal(at.profiles, 1);
    await at.station.start();
    await at.pass(5_000);
    assert.equal(at.profiles, 0);
    assert.equal(await at.offeredToDriver(), 32);
    await at.end();
  });
}

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} K05: the profile of a refused token does not stay with the transaction that runs already`, async () => {
    const variables = { ...ASKS, 'TxCtrlr.TxStartPoint': 'EVConnected' };
    const at = await begun(version, { variables });
    refuses(at, CARD.idToken);
    at.station.plugIn(1);
    await at.pass(5_000);
    assert.ok(at.station.state().evses[0]?.transactionId);
    assert.equal(await at.startRemotely(), 'Accepted');
    await at.pass(5_000);
    assert.equal(at.profiles, 0);
    assert.equal(await at.offeredToDriver(), 32);
    await at.end();
  });
}
