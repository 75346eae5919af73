import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { fakeSecureRandom } from '../api/testing/fake-csms.ts';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { diskFileStore } from './node/disk-file-store.ts';

/** Resolves when what was pushed has been taken. */
async function taken(stream: Readable): Promise<void> {
  while (stream.readableLength > 0) await new Promise((resolve) => setImmediate(resolve));
}

/** A stream that goes on as long as somebody pushes. */
function openStream(): Readable {
  return new Readable({ read: () => undefined });
}

test('a file is sent again by who has lost the connection, before the CSMS knows that it is lost', async () => {
  const store = diskFileStore();
  const ports = { store, random: fakeSecureRandom(), baseUrl: () => 'http://csms.example.com' };
  const { csms, clock } = await logicUnderTest({ files: ports });
  const { files } = csms.blocks;
  const { id } = await files.expect({ kind: 'Log', name: 'a', mostBytes: 100 });
  const secret = (await files.link(id, 'Upload', 86_400)).split('/').at(-2) ?? '';
  const slow = openStream();
  const first = files.take(secret, { chunks: slow, offsetBytes: 0 });
  slow.push('ni');
  await taken(slow);
  const again = files.take(secret, {
    chunks: Readable.from([Buffer.from('night')]),
    offsetBytes: 0,
  });
  let isSent = false;
  void again.then(() => {
    isSent = true;
  });
  // As long as something comes, who was first goes on.
  for (const more of ['g', 'h']) {
    await clock.advance(9_000);
    slow.push(more);
    await taken(slow);
  }
  await clock.advance(9_000);
  assert.equal(isSent, false);
  await clock.advance(10_000);
  assert.deepEqual(await first, { outcome: 'partial', sizeBytes: 4 });
  assert.deepEqual(await again, { outcome: 'stored', sizeBytes: 5 });
  assert.equal((await files.get(id))?.state, 'Ready');
  await csms.close();
  await store.close();
});
