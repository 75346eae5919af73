import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS } from '@northbound/protocol';
import { runs } from '@northbound/protocol/testing';
import { VirtualClock } from '@northbound/rpc/testing';
import fc from 'fast-check';
import { StationClock } from '../clock.ts';
import { deviceModelSchema } from '../device-model/schema.ts';
import { Variables } from '../device-model/variables.ts';
import { MemoryFlash } from '../nvm/flash/memory-flash.ts';
import { flashStorage } from '../nvm/flash-storage.ts';
import { memoryStorage } from '../nvm/memory.ts';
import type { Storage } from '../nvm/storage.ts';
import { TINY, TINY_SIZES } from '../nvm/testing/flashes.ts';
import { type BenchOptions, CARD, startBench } from '../testing/bench.ts';
import { eventsOf, started } from '../testing/sessions.ts';
import {
  authorizesWith,
  cutPower,
  FRIEND,
  goOffline,
  infoOf,
  present,
  quiet,
  startsWith,
  wholeSession,
} from '../testing/tokens.ts';
import { CACHE_LIMIT_BYTES, cacheBytes, cachedToken, cacheToken, clearCache } from './cache.ts';

const TRUSTING: BenchOptions = { variables: { 'AuthCtrlr.LocalPreAuthorize': 'true' } };

for (const version of VERSIONS) {
  test(`${version} TC_C_08_CS, TC_007_CS: a cached token starts without a question`, async () => {
    await using bench = await startBench(version, TRUSTING);
    await started(bench);
    await wholeSession(bench);
    assert.equal(bench.csms.all('Authorize').length, 1);
    await wholeSession(bench);
    assert.equal(bench.csms.all('Authorize').length, 1);
    assert.equal(
      bench.csms.all(version === '1.6' ? 'StartTransaction' : 'TransactionEvent').length > 1,
      true,
    );
  });

  test(`${version} TC_C_36_CS: without LocalPreAuthorize the CSMS is asked all the same`, async () => {
    await using bench = await startBench(version);
    await started(bench);
    await wholeSession(bench);
    await wholeSession(bench);
    assert.equal(bench.csms.all('Authorize').length, 2);
  });

  test(`${version} TC_C_09_CS, TC_C_10_CS, TC_C_11_CS, TC_C_12_CS: a cached refusal is asked about again`, async () => {
    for (const status of ['Invalid', 'Blocked', 'Expired']) {
      await using bench = await startBench(version, TRUSTING);
      await started(bench);
      authorizesWith(bench, version, infoOf(version, status));
      assert.equal(await present(bench, CARD), `refused ${status}`);
      assert.equal(await present(bench, CARD), `refused ${status}`);
      authorizesWith(bench, version, infoOf(version, 'Accepted'));
      assert.equal(await present(bench, CARD), 'authorized');
      assert.equal(bench.csms.all('Authorize').length, 3);
    }
  });

  test(`${version} TC_C_57_CS: with DisablePostAuthorize it is not`, async () => {
    await using bench = await startBench(version, {
      variables: { ...TRUSTING.variables, 'AuthCacheCtrlr.DisablePostAuthorize': 'true' },
    });
    await started(bench);
    authorizesWith(bench, version, infoOf(version, 'Blocked'));
    assert.equal(await present(bench, CARD), 'refused Blocked');
    assert.equal(await present(bench, CARD), 'refused Blocked');
    assert.equal(bench.csms.all('Authorize').length, 1);
  });

  test(`${version} TC_C_32_CS: the cache survives a power cut, and works without a link`, async () => {
    await using bench = await startBench(version);
    await started(bench);
    authorizesWith(bench, version, infoOf(version, 'Blocked'));
    await present(bench, FRIEND);
    authorizesWith(bench, version, infoOf(version, 'Accepted'));
    await wholeSession(bench);
    await cutPower(bench);
    await goOffline(bench);
    assert.equal(await present(bench, FRIEND), 'refused Blocked');
    assert.equal(await present(bench, CARD), 'authorized');
    assert.equal(bench.csms.all('Authorize').length, 2);
  });

  test(`${version} TC_C_33_CS, TC_C_34_CS: both kinds of answers update it`, async () => {
    await using bench = await startBench(version, {
      variables: { ...TRUSTING.variables, 'TxCtrlr.StopTxOnInvalidId': 'true' },
    });
    await started(bench);
    startsWith(bench, version, infoOf(version, 'Blocked'));
    bench.station.plugIn(1);
    assert.equal(await present(bench, CARD), 'authorized');
    await bench.heard((event) => event.type === 'transaction' && event.event.eventType === 'Ended');
    bench.station.plugOut(1);
    await quiet(bench);
    await goOffline(bench);
    assert.equal(await present(bench, CARD), 'refused Blocked');
  });

  test(`${version} TC_C_37_CS, TC_C_38_CS, TC_061_CS: ClearCache`, async () => {
    await using bench = await startBench(version, TRUSTING);
    await started(bench);
    await wholeSession(bench);
    assert.deepEqual(await bench.csms.call('ClearCache', {}), { status: 'Accepted' });
    await wholeSession(bench);
    assert.equal(bench.csms.all('Authorize').length, 2);
  });

  test(`${version} TC_C_38_CS: ClearCache without a cache`, async () => {
    await using bench = await startBench(version, {
      variables: { 'AuthCacheCtrlr.Enabled': 'false' },
    });
    await started(bench);
    assert.deepEqual(await bench.csms.call('ClearCache', {}), { status: 'Rejected' });
  });

  test(`${version} TC_C_46_CS: after AuthCacheCtrlr.LifeTime the CSMS is asked again`, async () => {
    await using bench = await startBench(version, {
      variables: { ...TRUSTING.variables, 'AuthCacheCtrlr.LifeTime': '600' },
    });
    await started(bench);
    await wholeSession(bench);
    await bench.clock.advance(601_000);
    await wholeSession(bench);
    assert.equal(bench.csms.all('Authorize').length, 2);
  });
}

test('C10.FR.13: an entry ends with its cacheExpiryDateTime', async () => {
  await using bench = await startBench('2.1', TRUSTING);
  await started(bench);
  authorizesWith(bench, '2.1', infoOf('2.1', 'Accepted', undefined, '2026-01-01T00:10:00Z'));
  startsWith(bench, '2.1', infoOf('2.1', 'Accepted', undefined, '2026-01-01T00:10:00Z'));
  await wholeSession(bench);
  await bench.clock.advance(700_000);
  await wholeSession(bench);
  assert.equal(bench.csms.all('Authorize').length, 2);
});

test('C01.FR.21: a token that is for another EVSE does not charge here, cached or not', async () => {
  await using bench = await startBench('2.1', { ...TRUSTING, evses: 2 });
  await bench.csms.next('NotifyEvent');
  authorizesWith(bench, '2.1', { status: 'Accepted', evseId: [2] });
  bench.station.plugIn(1);
  assert.equal(await present(bench, CARD), 'refused NotAtThisEvse');
  assert.equal(await present(bench, CARD), 'refused NotAtThisEvse');
  assert.deepEqual(eventsOf(bench), []);
  assert.equal(bench.csms.all('Authorize').length, 1);
});

/** A cache on its own. */
function bareCache(policy: string, storage: Storage = memoryStorage()) {
  const config = {
    vendor: 'V',
    model: 'M',
    evses: [{ connectors: [{ type: 'cType2' }], maxCurrentA: 16, phases: 1, voltageV: 230 }],
    variables: { 'AuthCacheCtrlr.Policy': policy },
  } as const;
  const time = new VirtualClock();
  const variables = new Variables(deviceModelSchema(config), storage.values, () => undefined);
  return { time, keeper: { storage, variables, clock: new StationClock(time) } };
}

const tokenOf = (number: number) => ({ idToken: `T${number}`, type: 'ISO14443' });

test('C10.FR.07: it takes every new token and never exceeds its storage', async () => {
  const learn = fc.record({
    token: fc.integer({ min: 0, max: 400 }),
    status: fc.constantFrom('Accepted', 'Invalid', 'Blocked'),
    language1: fc.constantFrom('en', 'de-CH'),
  });
  fc.assert(
    fc.property(
      fc.constantFrom('LRU', 'LFU', 'FIFO'),
      fc.array(learn, { minLength: 150, maxLength: 400 }),
      (policy, lessons) => {
        const { keeper } = bareCache(policy);
        for (const { token, ...info } of lessons) {
          cacheToken(keeper, tokenOf(token), info);
          assert.ok(cacheBytes(keeper) <= CACHE_LIMIT_BYTES);
          assert.equal(cachedToken(keeper, tokenOf(token))?.status, info.status);
        }
        assert.equal(clearCache(keeper).status, 'Accepted');
        assert.equal(cacheBytes(keeper), 0);
      },
    ),
    runs(5),
  );
});

test('C10.FR.07: where the flash has less room for it, it still takes every new token', () => {
  const storage = flashStorage(new MemoryFlash(TINY), { sizes: TINY_SIZES });
  const { keeper } = bareCache('FIFO', storage);
  for (let number = 0; number < 50; number++) {
    cacheToken(keeper, tokenOf(number), { status: 'Accepted' });
    assert.equal(cachedToken(keeper, tokenOf(number))?.status, 'Accepted');
  }
  // Others have filled the flash, and what is said of the token now is longer than before.
  while (storage.values.keep(`filling:${storage.values.keys('').length}`, 'x'));
  cacheToken(keeper, tokenOf(49), { status: 'Blocked', language1: 'x'.repeat(2_000) });
  assert.equal(cachedToken(keeper, tokenOf(49)), undefined);
});

for (const [policy, survivor] of [
  ['FIFO', 'none'],
  ['LRU', 'used last'],
  ['LFU', 'used often'],
] as const) {
  test(`AuthCacheCtrlr.Policy ${policy}: who stays is ${survivor}`, async () => {
    const { keeper, time } = bareCache(policy);
    const accepted = { status: 'Accepted' } as const;
    const [often, last] = [tokenOf(-1), tokenOf(-2)];
    for (let use = 0; use < 5; use++) cacheToken(keeper, often, accepted);
    cacheToken(keeper, last, accepted);
    let number = 0;
    for (let bytes = 0; bytes < CACHE_LIMIT_BYTES - 200; bytes = cacheBytes(keeper)) {
      await time.advance(1_000);
      cacheToken(keeper, tokenOf(number++), accepted);
    }
    cacheToken(keeper, last, accepted);
    for (let more = 0; more < 20; more++) cacheToken(keeper, tokenOf(number++), accepted);
    const stays = [often, last].map((token) => cachedToken(keeper, token) !== undefined);
    const expected = { FIFO: [false, false], LRU: [false, true], LFU: [true, true] }[policy];
    assert.deepEqual(stays, expected);
  });
}

test('C02.FR.03, C05.FR.02: NoAuthorization and Central are not cached; C10: what is past neither', () => {
  const { keeper } = bareCache('LRU');
  for (const type of ['NoAuthorization', 'Central']) {
    cacheToken(keeper, { idToken: 'X', type }, { status: 'Accepted' });
  }
  const cacheExpiryDateTime = new Date(0).toISOString();
  cacheToken(keeper, tokenOf(1), { status: 'Accepted' });
  cacheToken(keeper, tokenOf(1), { status: 'Accepted', cacheExpiryDateTime });
  assert.equal(cacheBytes(keeper), 0);
});
