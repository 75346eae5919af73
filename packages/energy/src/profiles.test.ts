import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clearMatches } from './clear.ts';
import { updateDynamicProfile } from './dynamic.ts';
import {
  installProfile,
  withoutExpired,
  withoutOfflineExpired,
  withoutTransaction,
} from './install.ts';
import type { InstalledProfile } from './model.ts';
import { getMatches, reportPages } from './report.ts';
import { installed, ms } from './testing/profiles.ts';

const NOW = ms('2026-03-02T12:00:00Z');

function ids(profiles: readonly InstalledProfile[]): number[] {
  return profiles.map(({ profile }) => profile.id);
}

const MAX = installed(0, { id: 1, chargingProfilePurpose: 'ChargingStationMaxProfile' });
const DEFAULT = installed(0, { id: 2, stackLevel: 1 });
const DEFAULT_1 = installed(1, { id: 3 });
const TX_1 = installed(1, { id: 4, chargingProfilePurpose: 'TxProfile', transactionId: 'T1' });
const EXTERNAL = installed(
  0,
  { id: -1, chargingProfilePurpose: 'ChargingStationExternalConstraints' },
  'EMS',
);
const GENERATION = installed(1, { id: 6, chargingProfilePurpose: 'LocalGeneration' }, 'EMS');
const LIST = [MAX, DEFAULT, DEFAULT_1, TX_1, EXTERNAL, GENERATION];

test('the same id replaces, wherever it was (TC_K_04_CS)', () => {
  const next = installed(2, { id: 3, stackLevel: 5 });
  for (const version of ['1.6', '2.0.1', '2.1'] as const)
    assert.deepEqual(ids(installProfile(version, LIST, next, NOW)), [1, 2, 4, -1, 6, 3]);
});

test('1.6 replaces the same purpose and stack level of the connector', () => {
  const next = installed(1, { id: 9 });
  assert.deepEqual(ids(installProfile('1.6', LIST, next, NOW)), [1, 2, 4, -1, 6, 9]);
  assert.deepEqual(ids(installProfile('2.1', LIST, next, NOW)), [1, 2, 3, 4, -1, 6, 9]);
});

test('a later profile takes the place of the one that came with a remote start', () => {
  const started: InstalledProfile = { ...TX_1, fromRequestStart: true };
  const next = installed(1, { id: 9, chargingProfilePurpose: 'TxProfile', transactionId: 'T1' });
  assert.deepEqual(ids(installProfile('2.1', [started], next, NOW)), [9]);
  assert.deepEqual(ids(installProfile('2.1', [TX_1], next, NOW)), [4, 9]);
});

test('an external constraint is replaced by its own kind only', () => {
  assert.deepEqual(ids(installProfile('2.1', [EXTERNAL], EXTERNAL, NOW)), [-1]);
  const other = installed(0, { id: -1 });
  assert.deepEqual(ids(installProfile('2.1', [EXTERNAL], other, NOW)), [-1, -1]);
});

test('a dynamic profile gets the time of its receipt', () => {
  const dynamic = installed(1, { id: 9, chargingProfileKind: 'Dynamic' });
  const [first] = installProfile('2.1', [], dynamic, NOW);
  assert.equal(first?.profile.dynUpdateTime, '2026-03-02T12:00:00.000Z');
});

test('an update changes the period of a dynamic profile (TC_K_121_CS, TC_K_122_CS)', () => {
  const dynamic = installed(1, { id: 9, chargingProfileKind: 'Dynamic' });
  const [first, second] =
    updateDynamicProfile([dynamic, TX_1], 9, { limit: 7, customData: { vendorId: 'x' } }, NOW) ??
    [];
  assert.deepEqual(first?.profile.chargingSchedule[0]?.chargingSchedulePeriod, [
    { startPeriod: 0, limit: 7 },
  ]);
  assert.equal(first?.profile.dynUpdateTime, '2026-03-02T12:00:00.000Z');
  assert.equal(second, TX_1);
  assert.equal(updateDynamicProfile([TX_1], 4, { limit: 7 }, NOW), undefined);
  assert.equal(updateDynamicProfile([TX_1], 5, { limit: 7 }, NOW), undefined);
});

test('the end of a transaction takes its profiles along', () => {
  const unnamed = installed(1, { id: 8, chargingProfilePurpose: 'TxProfile' });
  const other = installed(2, { id: 9, chargingProfilePurpose: 'TxProfile', transactionId: 'T2' });
  const left = withoutTransaction([...LIST, unnamed, other], 1, 'T1');
  assert.deepEqual(ids(left), [1, 2, 3, -1, 6, 9]);
});

test('a profile that was offline too long goes only if it says so', () => {
  const lasting = installed(1, { id: 1, maxOfflineDuration: 60 });
  const passing = installed(1, {
    id: 2,
    maxOfflineDuration: 60,
    invalidAfterOfflineDuration: true,
  });
  const endless = installed(1, { id: 3, invalidAfterOfflineDuration: true });
  const all = [lasting, passing, endless];
  assert.deepEqual(ids(withoutOfflineExpired(all, NOW, NOW + 59_999)), [1, 2, 3]);
  assert.deepEqual(ids(withoutOfflineExpired(all, NOW, NOW + 60_000)), [1, 3]);
});

test('a profile is over at its validTo', () => {
  const at = (ms: number) => new Date(ms).toISOString();
  const over = installed(1, { id: 1, validTo: at(NOW) });
  const valid = installed(1, { id: 2, validTo: at(NOW + 1) });
  const endless = installed(1, { id: 3, validFrom: at(NOW + 60_000) });
  assert.deepEqual(ids(withoutExpired([over, valid, endless], NOW)), [2, 3]);
});

test('clearing by id takes that one (TC_K_05_CS), never one of an external system', () => {
  assert.deepEqual(ids(clearMatches('2.1', LIST, { id: 3 })), [3]);
  for (const id of [-1, 6, 77]) assert.deepEqual(clearMatches('2.1', LIST, { id }), []);
});

test('clearing by criteria takes what matches all of them (TC_K_06_CS, TC_K_24_CS)', () => {
  const cleared = (query: Parameters<typeof clearMatches>[2]) =>
    ids(clearMatches('2.1', LIST, query));
  assert.deepEqual(cleared({ purpose: 'TxDefaultProfile' }), [2, 3]);
  assert.deepEqual(cleared({ purpose: 'TxDefaultProfile', stackLevel: 1 }), [2]);
  assert.deepEqual(cleared({ evseId: 1 }), [3, 4]);
  assert.deepEqual(cleared({ stackLevel: 0 }), [1, 3, 4]);
});

test('nothing matches: Unknown (TC_K_07_CS, TC_K_08_CS)', () => {
  assert.deepEqual(clearMatches('2.1', LIST, { purpose: 'TxProfile', stackLevel: 5 }), []);
  assert.deepEqual(clearMatches('2.1', [], { stackLevel: 0 }), []);
  assert.deepEqual(clearMatches('2.1', LIST, { purpose: 'LocalGeneration' }), []);
});

test('a request without any field clears all in 1.6, nothing in 2.x', () => {
  const list = [MAX, DEFAULT_1, TX_1];
  assert.deepEqual(ids(clearMatches('1.6', list, {})), [1, 3, 4]);
  assert.deepEqual(clearMatches('2.0.1', list, {}), []);
});

test('reports: of the grid connection, of an EVSE, of all (TC_K_29_CS to TC_K_31_CS)', () => {
  const found = (evseId?: number) =>
    ids(
      getMatches(
        LIST,
        evseId === undefined ? { chargingProfile: {} } : { evseId, chargingProfile: {} },
      ),
    );
  assert.deepEqual(found(0), [1, 2, -1]);
  assert.deepEqual(found(1), [3, 4, 6]);
  assert.deepEqual(found(), [1, 2, 3, 4, -1, 6]);
});

test('reports by id, level, source and purpose (TC_K_32_CS to TC_K_36_CS)', () => {
  const found = (chargingProfile: Parameters<typeof getMatches>[1]['chargingProfile']) =>
    ids(getMatches(LIST, { chargingProfile }));
  assert.deepEqual(found({ chargingProfileId: [3, 77] }), [3]);
  assert.deepEqual(found({ stackLevel: 1 }), [2]);
  assert.deepEqual(found({ chargingLimitSource: ['EMS', 'SO'] }), [-1, 6]);
  assert.deepEqual(found({ chargingProfilePurpose: 'TxDefaultProfile' }), [2, 3]);
  assert.deepEqual(found({ chargingProfilePurpose: 'TxDefaultProfile', stackLevel: 0 }), [3]);
});

test('each page of a report has one source and one EVSE, and all but the last say so', () => {
  const pages = reportPages(7, LIST, 1);
  assert.deepEqual(
    pages.map(({ chargingLimitSource, evseId, chargingProfile, tbc }) => [
      chargingLimitSource,
      evseId,
      chargingProfile.map(({ id }) => id),
      tbc,
    ]),
    [
      ['CSO', 0, [1], true],
      ['CSO', 0, [2], true],
      ['CSO', 1, [3], true],
      ['CSO', 1, [4], true],
      ['EMS', 0, [-1], true],
      ['EMS', 1, [6], undefined],
    ],
  );
  assert.equal(reportPages(7, LIST, 10).length, 4);
  assert.deepEqual(reportPages(7, [], 10), []);
});
