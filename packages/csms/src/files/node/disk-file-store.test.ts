import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { diskFileStore } from './disk-file-store.ts';

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    if (text === 'broken') throw new Error('the sender is gone');
    yield Buffer.from(text);
  }
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const found: Uint8Array[] = [];
  for await (const chunk of chunks) found.push(chunk);
  return Buffer.concat(found).toString();
}

test('what broke off is kept, and can be gone on with or begun anew', async () => {
  const store = diskFileStore();
  const part = await store.write(1, 0, pieces('abc', 'def', 'broken'), 100);
  assert.deepEqual(part, { sizeBytes: 6, complete: false, tooLarge: false });
  assert.deepEqual(await store.write(1, 3, pieces('XYZ!'), 100), {
    sizeBytes: 7,
    complete: true,
    tooLarge: false,
  });
  assert.equal(await textOf(store.read(1, 0, 6)), 'abcXYZ!');
  assert.equal(await textOf(store.read(1, 1, 2)), 'bc');
  await store.write(1, 2, pieces('-'), 100);
  assert.equal(await textOf(store.read(1, 0, 2)), 'ab-');
  assert.equal(await store.sizeBytes(1), 3);
  await store.close();
});

test('what grows too large is not kept', async () => {
  const store = diskFileStore();
  const { tooLarge } = await store.write(1, 0, pieces('abc', 'def'), 5);
  assert.equal(tooLarge, true);
  assert.equal(await store.sizeBytes(1), undefined);
  await store.close();
});

test('files lie in the directory under their numbers, and stay when the store closes', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'northbound-test-'));
  const store = diskFileStore(join(directory, 'files'));
  await store.write(7, 0, pieces('seven'), 100);
  assert.equal(
    await store.sha256(7),
    '3ba8d02b16fd2a01c1a8ba1a1f036d7ce386ed953696fa57331c2ac48a80b255',
  );
  await store.close();
  assert.deepEqual(await readdir(join(directory, 'files')), ['7']);
  await store.remove(7);
  await store.remove(7);
  assert.equal(await store.sizeBytes(7), undefined);
  await rm(directory, { recursive: true });
});

test('a directory that could not be made is made when that is possible again', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'northbound-test-'));
  const files = join(directory, 'files');
  await writeFile(files, 'in the way');
  const store = diskFileStore(files);
  await assert.rejects(store.write(1, 0, pieces('one'), 100), { code: 'EEXIST' });
  await rm(files);
  await store.write(1, 0, pieces('one'), 100);
  assert.equal(await textOf(store.read(1, 0, 2)), 'one');
  await store.close();
  await rm(directory, { recursive: true });
});
