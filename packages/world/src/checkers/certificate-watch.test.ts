import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Version } from '@northbound/protocol';
import { CertificateWatch } from './certificate-watch.ts';

const signed = (id: string, certificateChain: string) =>
  JSON.stringify([2, id, 'CertificateSigned', { certificateChain }]);
const answer = (id: string, status: string) => JSON.stringify([3, id, { status }]);
const discarded = JSON.stringify([
  2,
  'e',
  'SecurityEventNotification',
  { type: 'DiscardedRenewedClientCertificate', timestamp: '2026-01-01T00:00:00Z' },
]);
/** As PEM has them. */
const NEW = '-----BEGIN\nNEW\n';
const NEWER = '-----BEGIN\nNEWER\n';

const station = (certificateInUse: string | undefined, version: Version = '2.1') => ({
  ...{ identity: 'CS-1', version },
  isRotten: false,
  factoryCertificate: 'FACTORY',
  certificateInUse,
});

function whatIsWrong(certificateInUse: string | undefined, ...frames: readonly string[]) {
  const watch = new CertificateWatch();
  for (const frame of frames) {
    watch.taken('CS-1', frame);
    watch.sent('CS-1', frame);
  }
  return watch.check([station(certificateInUse)]).map(({ rule }) => rule);
}

test('a station shows the certificate that it accepted last', () => {
  assert.deepEqual(whatIsWrong('FACTORY'), []);
  assert.deepEqual(whatIsWrong(undefined), ['certificate']);
  const accepted = [signed('1', NEW), answer('1', 'Accepted')];
  assert.deepEqual(whatIsWrong(NEW, ...accepted), []);
  assert.deepEqual(whatIsWrong('FACTORY', ...accepted), ['certificate']);
  const both = [...accepted, signed('2', NEWER), answer('2', 'Accepted')];
  assert.deepEqual(whatIsWrong(NEWER, ...both), []);
  assert.deepEqual(whatIsWrong(NEW, ...both), ['certificate']);
});

test('what it refused it does not show; what it had no time to answer it may', () => {
  const refused = [signed('1', NEW), answer('1', 'Rejected')];
  assert.deepEqual(whatIsWrong('FACTORY', ...refused), []);
  assert.deepEqual(whatIsWrong(NEW, ...refused), ['certificate']);
  for (const frames of [[signed('1', NEW)], [signed('1', NEW), answer('2', 'Accepted')]]) {
    assert.deepEqual(whatIsWrong('FACTORY', ...frames), []);
    assert.deepEqual(whatIsWrong(NEW, ...frames), []);
    assert.deepEqual(whatIsWrong(NEWER, ...frames), ['certificate']);
  }
  const another = [signed('1', NEW), signed('2', NEWER), answer('2', 'Accepted')];
  assert.deepEqual(whatIsWrong(NEW, ...another), ['certificate']);
});

test('it may go back to an older one when it says so, until it accepts another', () => {
  const back = [signed('1', NEW), answer('1', 'Accepted'), discarded];
  assert.deepEqual(whatIsWrong('FACTORY', ...back), []);
  assert.deepEqual(whatIsWrong(NEW, ...back), []);
  assert.deepEqual(whatIsWrong('STRANGE', ...back), ['certificate']);
  const again = [...back, signed('2', NEWER), answer('2', 'Accepted')];
  assert.deepEqual(whatIsWrong('FACTORY', ...again), ['certificate']);
});

test('1.6 has no word for it: the first connection says which one worked', () => {
  const broken = (version: Version, ...shown: readonly [string, ...string[]]) => {
    const watch = new CertificateWatch();
    watch.opened('CS-1', 'FACTORY');
    watch.taken('CS-1', signed('1', NEW));
    watch.sent('CS-1', answer('1', 'Accepted'));
    for (const certificate of shown) watch.opened('CS-1', certificate);
    return watch.check([station(shown.at(-1), version)]).length;
  };
  assert.equal(broken('1.6', 'FACTORY'), 0);
  assert.equal(broken('1.6', 'FACTORY', 'FACTORY'), 0);
  assert.equal(broken('1.6', NEW, 'FACTORY'), 1);
  assert.equal(broken('1.6', 'STRANGE'), 1);
  assert.equal(broken('2.1', 'FACTORY'), 1);
});

test('neither flash that lost bits nor a station that connects without one is judged', () => {
  const watch = new CertificateWatch();
  const { factoryCertificate: _, ...without } = station(undefined);
  assert.deepEqual(watch.check([{ ...station('STRANGE'), isRotten: true }]), []);
  assert.deepEqual(watch.check([{ ...without, factoryCertificate: undefined }]), []);
});
