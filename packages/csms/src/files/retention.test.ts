import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { fakeSecureRandom } from '../api/testing/fake-csms.ts';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { diskFileStore } from './node/disk-file-store.ts';

function bytes(text: string): Readable {
  return Readable.from([Buffer.from(text)]);
}

function secretOf(url: string): string {
  return url.split('/').at(-2) ?? '';
}

test('files and links go when their time is over, and what is kept for ever stays', async () => {
  const store = diskFileStore();
  const ports = { store, random: fakeSecureRandom(), baseUrl: () => 'http://csms.example.com' };
  const logic = await logicUnderTest({ files: ports });
  const { files } = logic.csms.blocks;
  const request = { kind: 'Log', name: 'a', mostBytes: 100 } as const;
  const [brief, lasting, late] = [
    await files.expect({ ...request, keepForS: 7_200 }),
    await files.expect(request),
    await files.expect(request),
  ];
  for (const { id } of [brief, lasting]) {
    const secret = secretOf(await files.link(id, 'Upload', 600));
    const sent = await files.take(secret, { chunks: bytes('night'), offsetBytes: 0 });
    assert.deepEqual(sent, { outcome: 'stored', sizeBytes: 5 });
  }
  const download = secretOf(await files.link(brief.id, 'Download', 86_400));
  const upload = secretOf(await files.link(late.id, 'Upload', 600));
  assert.equal((await files.behind(download, 'Download'))?.state, 'Ready');

  await logic.clock.advance(601_000);
  const tooLate = await files.take(upload, { chunks: bytes('x'), offsetBytes: 0 });
  assert.deepEqual(tooLate, { outcome: 'unknownLink' });

  await logic.clock.advance(3 * 3_600_000);
  await logic.csms.close();
  assert.equal((await files.get(brief.id))?.state, 'Gone');
  assert.equal(await files.behind(download, 'Download'), undefined);
  assert.equal(await store.sizeBytes(brief.id), undefined);
  assert.equal((await files.get(lasting.id))?.state, 'Ready');
  assert.equal(await store.sizeBytes(lasting.id), 5);
  await logic.database.close();
  await store.close();
});
