import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CutStorage } from '../testing/cut-storage.ts';
import { type InstalledRoot, TrustStore } from './trust-store.ts';

const root = (pem: string): InstalledRoot => ({ type: 'CSMSRootCertificate', pem });
const FACTORY = [root('first'), { ...root('maker'), type: 'ManufacturerRootCertificate' } as const];

/** What the CSMS is trusted by, and what is kept for when it is not. */
function trustedBy({ storage }: CutStorage) {
  const roots = new TrustStore(storage.values, FACTORY).all.filter(
    ({ type }) => type === 'CSMSRootCertificate',
  );
  const pems = (isFallback: boolean) =>
    roots.filter((each) => (each.isFallback === true) === isFallback).map(({ pem }) => pem);
  return { present: pems(false), fallback: pems(true) };
}

test('M05.FR.12: no power cut leaves a station without the root that has worked', () => {
  for (let lastWrite = 0; ; lastWrite++) {
    const cut = new CutStorage();
    cut.cutAfter(lastWrite);
    new TrustStore(cut.storage.values, FACTORY).succeed(root('second'));
    const { writes } = cut;
    cut.mend();
    const { present, fallback } = trustedBy(cut);
    assert.ok(present.length > 0, `nothing to begin with after ${lastWrite} writes`);
    assert.ok([...present, ...fallback].includes('first'), `after ${lastWrite} writes`);
    // The CSMS, which has got no answer, says it once more.
    assert.equal(new TrustStore(cut.storage.values, FACTORY).succeed(root('second')), true);
    assert.deepEqual(trustedBy(cut), { present: ['second'], fallback: ['first'] });
    if (writes <= lastWrite) break;
  }
});

test('M05.FR.12: a successor that has not worked is no fallback for the next one', () => {
  const cut = new CutStorage();
  const store = new TrustStore(cut.storage.values, FACTORY);
  store.succeed(root('second'));
  store.succeed(root('third'));
  assert.deepEqual(trustedBy(cut), { present: ['third'], fallback: ['first'] });
  // And back.
  store.succeed(root('first'));
  assert.deepEqual(trustedBy(cut).present, ['first']);
});

test('M05: a flash that is full takes no root, and forgets none', () => {
  const cut = new CutStorage();
  const values = new Proxy(cut.storage.values, {
    get: (target, name) => {
      const found: unknown = Reflect.get(target, name);
      const isWrite = name === 'set' || name === 'store' || name === 'keep';
      return isWrite ? (key: string) => key.includes('TakenOver') : found;
    },
  });
  const store = new TrustStore(values, FACTORY);
  assert.equal(store.add(root('second')), 'noRoom');
  assert.equal(store.succeed(root('second')), false);
  assert.deepEqual(store.all, FACTORY);
});
