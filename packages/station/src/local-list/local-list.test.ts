import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS, type Version } from '@northbound/protocol';
import { memoryStorage } from '../nvm/memory.ts';
import type { Storage } from '../nvm/storage.ts';
import { type Bench, type BenchOptions, CARD, startBench } from '../testing/bench.ts';
import { started, startSession } from '../testing/sessions.ts';
import {
  authorizesWith,
  cutPower,
  FRIEND,
  goOffline,
  infoOf,
  present,
  startsWith,
} from '../testing/tokens.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

const TRUSTING: BenchOptions = { variables: { 'AuthCtrlr.LocalPreAuthorize': 'true' } };

/** An entry: the status of a token, or undefined to take it out. */
type Entries = Readonly<Record<string, object | undefined>>;

/** Sends a list in the words of the version; the answer is its status. */
async function send(
  { csms }: Bench,
  version: Version,
  updateType: 'Full' | 'Differential',
  number: number,
  entries: Entries = {},
): Promise<unknown> {
  const localAuthorizationList = Object.entries(entries).map(([idToken, info]) =>
    version === '1.6'
      ? { idTag: idToken, ...(info && { idTagInfo: info }) }
      : { idToken: { idToken, type: 'ISO14443' }, ...(info && { idTokenInfo: info }) },
  );
  const answer = await csms.call('SendLocalList', {
    [version === '1.6' ? 'listVersion' : 'versionNumber']: number,
    updateType,
    ...(localAuthorizationList.length > 0 && { localAuthorizationList }),
  });
  return Object(answer).status;
}

async function versionOf({ csms }: Bench, version: Version): Promise<unknown> {
  const answer = await csms.call('GetLocalListVersion', {});
  return Object(answer)[version === '1.6' ? 'listVersion' : 'versionNumber'];
}

for (const version of VERSIONS) {
  const info = (status: string, expiry?: string) => infoOf(version, status, undefined, expiry);
  const good = { [CARD.idToken]: info('Accepted') };

  test(`${version} TC_D_01_CS, TC_D_04_CS, TC_D_08_CS, TC_043_CS: full lists`, async () => {
    await using bench = await startBench(version, TRUSTING);
    await started(bench);
    assert.equal(await versionOf(bench, version), 0);
    assert.equal(await send(bench, version, 'Full', 20, good), 'Accepted');
    assert.equal(await versionOf(bench, version), 20);
    assert.equal(await present(bench, CARD), 'authorized');
    assert.equal(await present(bench, CARD), 'ended');
    assert.equal(bench.csms.all('Authorize').length, 0);
    // A full list may go back to a lower number.
    assert.equal(await send(bench, version, 'Full', 3), 'Accepted');
    // 1.6 knows no empty list with a number.
    assert.equal(await versionOf(bench, version), version === '1.6' ? 0 : 3);
    // So what follows begins at its number.
    const next = await send(bench, version, 'Differential', 1);
    assert.equal(next, version === '1.6' ? 'Accepted' : 'VersionMismatch');
    assert.equal(await present(bench, CARD), 'authorized');
    assert.equal(bench.csms.all('Authorize').length, 1);
  });

  test(`${version} TC_D_02_CS, TC_D_03_CS, TC_D_05_CS: differential updates`, async () => {
    await using bench = await startBench(version, TRUSTING);
    await started(bench);
    await goOfflineWith(bench, version, [
      ['Full', 1, { ...good, [FRIEND.idToken]: info('Accepted') }],
      ['Differential', 2, { [CARD.idToken]: info('Blocked') }],
      ['Differential', 3, {}],
    ]);
    assert.equal(await present(bench, CARD), 'refused Blocked');
    assert.equal(await present(bench, FRIEND), 'authorized');
    assert.equal(await present(bench, FRIEND), 'ended');
    bench.station.connect();
    while (!bench.station.state().connected) await bench.clock.settle();
    await goOfflineWith(bench, version, [['Differential', 4, { [FRIEND.idToken]: undefined }]]);
    assert.equal(await present(bench, FRIEND), 'refused Offline');
  });

  test(`${version} TC_D_06_CS, TC_043_2_CS: VersionMismatch`, async () => {
    await using bench = await startBench(version, TRUSTING);
    await started(bench);
    assert.equal(await send(bench, version, 'Full', 5, good), 'Accepted');
    for (const number of [5, 4]) {
      assert.equal(await send(bench, version, 'Differential', number, {}), 'VersionMismatch');
    }
    assert.equal(await versionOf(bench, version), 5);
  });

  test(`${version} TC_043_3_CS, D01: what cannot be done whole is not done`, async () => {
    await using bench = await startBench(version, TRUSTING);
    await started(bench);
    assert.equal(await send(bench, version, 'Full', 1, good), 'Accepted');
    const many = (count: number, from = 0): Entries =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`T${from + index}`, info('Accepted')]),
      );
    assert.equal(await send(bench, version, 'Full', 2, many(101)), 'Failed');
    assert.equal(await send(bench, version, 'Full', 0, good), 'Failed');
    assert.equal(await send(bench, version, 'Full', 3, { A: undefined }), 'Failed');
    assert.equal(await versionOf(bench, version), 1);
    for (let part = 0; part < 4; part++) {
      const sent = await send(bench, version, 'Differential', 2 + part, many(100, part * 100));
      assert.equal(sent, 'Accepted');
    }
    // 401 entries, and 100 more than the 500 of LocalAuthListCtrlr.Entries hold.
    assert.equal(await send(bench, version, 'Differential', 6, many(100, 400)), 'Failed');
    assert.equal(await send(bench, version, 'Differential', 6, many(99, 400)), 'Accepted');
    assert.equal(await versionOf(bench, version), 6);
  });

  test(`${version} TC_D_07_CS: the list survives a power cut`, async () => {
    await using bench = await startBench(version);
    await started(bench);
    assert.equal(await send(bench, version, 'Full', 9, good), 'Accepted');
    await cutPower(bench);
    assert.equal(await versionOf(bench, version), 9);
    await goOffline(bench);
    assert.equal(await present(bench, CARD), 'authorized');
  });

  test(`${version} TC_C_21_CS to TC_C_26_CS: without a link the list decides before the cache`, async () => {
    await using bench = await startBench(version, {
      variables: { 'AuthCtrlr.OfflineTxForUnknownIdEnabled': 'true' },
    });
    await started(bench);
    // The cache holds CARD as Accepted.
    assert.equal(await present(bench, CARD), 'authorized');
    assert.equal(await present(bench, CARD), 'ended');
    for (const status of ['Invalid', 'Blocked', 'Expired']) {
      await goOfflineWith(bench, version, [['Full', 1, { [CARD.idToken]: info(status) }]]);
      assert.equal(await present(bench, CARD), `refused ${status}`);
      bench.station.connect();
      while (!bench.station.state().connected) await bench.clock.settle();
    }
    const past = info('Accepted', '2025-01-01T00:00:00Z');
    await goOfflineWith(bench, version, [['Full', 2, { [CARD.idToken]: past }]]);
    assert.equal(await present(bench, CARD), 'refused Expired');
    assert.equal(await present(bench, FRIEND), 'authorized');
  });

  test(`${version} TC_C_27_CS to TC_C_31_CS, TC_008_1_CS: with a link the CSMS has the last word`, async () => {
    await using bench = await startBench(version, TRUSTING);
    await started(bench);
    for (const status of ['Invalid', 'Blocked', 'Expired']) {
      await send(bench, version, 'Full', 1, { [CARD.idToken]: info(status) });
      authorizesWith(bench, version, info('Blocked'));
      assert.equal(await present(bench, CARD), 'refused Blocked');
      authorizesWith(bench, version, info('Accepted'));
      assert.equal(await present(bench, CARD), 'authorized');
      assert.equal(await present(bench, CARD), 'ended');
    }
  });

  test(`${version} TC_C_58_CS: with DisablePostAuthorize the list has it`, async () => {
    await using bench = await startBench(version, {
      variables: { ...TRUSTING.variables, 'LocalAuthListCtrlr.DisablePostAuthorize': 'true' },
    });
    await started(bench);
    await send(bench, version, 'Full', 1, { [CARD.idToken]: info('Blocked') });
    assert.equal(await present(bench, CARD), 'refused Blocked');
    assert.equal(bench.csms.all('Authorize').length, 0);
  });

  test(`${version} TC_D_10_CS, TC_042_1_CS, TC_043_1_CS: a list that is disabled`, async () => {
    await using bench = await startBench(version, {
      variables: { ...TRUSTING.variables, 'LocalAuthListCtrlr.Enabled': 'false' },
    });
    await started(bench);
    assert.equal(await versionOf(bench, version), version === '1.6' ? -1 : 0);
    const status = await send(bench, version, 'Full', 1, good);
    assert.equal(status, version === '1.6' ? 'NotSupported' : 'Failed');
  });
}

async function goOfflineWith(
  bench: Bench,
  version: Version,
  updates: readonly (readonly ['Full' | 'Differential', number, Entries])[],
): Promise<void> {
  for (const [updateType, number, entries] of updates) {
    assert.equal(await send(bench, version, updateType, number, entries), 'Accepted');
  }
  await goOffline(bench);
}

test('1.6, 3.5.2: the CSMS hears when it contradicts its own list', async () => {
  await using bench = await startBench('1.6', TRUSTING);
  startsWith(bench, '1.6', infoOf('1.6', 'Blocked'));
  await started(bench);
  await send(bench, '1.6', 'Full', 1, { [CARD.idToken]: infoOf('1.6', 'Accepted') });
  bench.station.plugIn(1);
  await present(bench, CARD);
  const { payload } = await bench.csms.next(
    'StatusNotification',
    ({ errorCode }) => errorCode === 'LocalListConflict',
  );
  assert.equal(payload.connectorId, 0);
});

test('1.6: the profile and its keys', async () => {
  await using bench = await startBench('1.6');
  await startSession(bench);
  const key = ['SupportedFeatureProfiles', 'LocalAuthListMaxLength', 'SendLocalListMaxLength'];
  const answer = await bench.csms.call('GetConfiguration', { key });
  const { configurationKey } = Object(answer);
  assert.match(configurationKey[0].value, /LocalAuthListManagement/);
  assert.deepEqual([configurationKey[1].value, configurationKey[2].value], ['500', '100']);
});

test('LocalAuthListCtrlr.Entries and Storage say what there is', async () => {
  await using bench = await startBench('2.1');
  await started(bench);
  await send(bench, '2.1', 'Full', 1, { [CARD.idToken]: infoOf('2.1', 'Accepted') });
  const component = { name: 'LocalAuthListCtrlr' };
  const answer = await bench.csms.call('GetVariables', {
    getVariableData: [
      { component, variable: { name: 'Entries' } },
      { component, variable: { name: 'Storage' } },
    ],
  });
  const [entries, storage] = Object(answer).getVariableResult;
  assert.equal(entries.attributeValue, '1');
  assert.equal(storage.attributeValue, String('{"status":"Accepted"}'.length));
});

test('D01.FR.06: a list that names a token twice, whatever its case, changes nothing', async () => {
  const bench = new VirtualBench('2.1');
  await bench.begin();
  const update = (versionNumber: number, ...tokens: readonly string[]) =>
    bench.ask('SendLocalList', {
      versionNumber,
      updateType: 'Differential',
      localAuthorizationList: tokens.map((idToken) => ({
        idToken: { idToken, type: 'ISO14443' },
        idTokenInfo: { status: 'Accepted' },
      })),
    });
  assert.deepEqual(await update(1, 'AA11'), { status: 'Accepted' });
  assert.equal(Object(await update(2, 'BB22', 'bb22')).status, 'Failed');
  assert.deepEqual(await bench.ask('GetLocalListVersion', {}), { versionNumber: 1 });
  assert.equal(bench.storage.values.keys('local-list:').length, 1);
  await bench.end();
});

/** Tokens of their own for each number. */
const accepts = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    idToken: { idToken: `T${from + index}`, type: 'ISO14443' },
    idTokenInfo: { status: 'Accepted' },
  }));

test('D01.FR.15: a full list has all the room of the one that it replaces', async () => {
  const bench = new VirtualBench('2.1');
  await bench.begin();
  const update = (
    updateType: 'Full' | 'Differential',
    versionNumber: number,
    localAuthorizationList: readonly object[],
  ) => bench.ask('SendLocalList', { versionNumber, updateType, localAuthorizationList });
  for (const [order, part] of [0, 90, 180, 270, 360].entries()) {
    const answer = await update('Differential', order + 1, accepts(part, 90));
    assert.deepEqual(answer, { status: 'Accepted' });
  }
  const more = accepts(1_000, 90);
  assert.equal(Object(await update('Differential', 6, more)).status, 'Failed');
  assert.deepEqual(await bench.ask('GetLocalListVersion', {}), { versionNumber: 5 });
  assert.deepEqual(await update('Full', 7, more), { status: 'Accepted' });
  assert.equal(bench.storage.values.keys('local-list:').length, 90);
  await bench.end();
});

test('D01.FR.03: an update that finds no room after all leaves no half of a list', async () => {
  const memory = memoryStorage();
  let left = 4;
  const values = new Proxy(memory.values, {
    get: (target, name) => {
      if (name === 'store')
        return (...given: [string, string]) => left-- > 0 && target.set(...given);
      const found: unknown = Reflect.get(target, name, target);
      return typeof found === 'function' ? found.bind(target) : found;
    },
  });
  const { queue, security, other, deadLetters } = memory;
  const storage: Storage = {
    ...{ queue, security, other, deadLetters, values },
    status: (nowEpochMs) => memory.status(nowEpochMs),
    listen: (listener) => memory.listen(listener),
  };
  const bench = new VirtualBench('2.1', { ports: { storage } });
  await bench.begin();
  const update = (versionNumber: number, from: number) =>
    bench.ask('SendLocalList', {
      versionNumber,
      updateType: 'Differential',
      localAuthorizationList: accepts(from, 3),
    });
  assert.deepEqual(await update(1, 0), { status: 'Accepted' });
  assert.deepEqual(await update(2, 3), {
    status: 'Failed',
    statusInfo: { reasonCode: 'OutOfStorage' },
  });
  assert.deepEqual(await bench.ask('GetLocalListVersion', {}), { versionNumber: 0 });
  assert.deepEqual(values.keys('local-list:'), []);
  await bench.end();
});
