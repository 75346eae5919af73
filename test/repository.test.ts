import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { gitFiles, packageFolders, ROOT } from './sources.ts';

const LARGEST_TEXT_BYTES = 5 * 1024 * 1024;

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

test('no private key is committed', () => {
  // Written in two parts, so that this file is not what it looks for.
  const marker = new RegExp(`-----BEGIN (?:[A-Z0-9]+ )*${'PRIVATE'} KEY-----`);
  const wrong = gitFiles().filter(
    (path) => statSync(join(ROOT, path)).size < LARGEST_TEXT_BYTES && marker.test(read(path)),
  );
  assert.deepEqual(wrong, []);
});

test('no database, key store or environment file is committed', () => {
  const wrong = gitFiles().filter((path) =>
    /(?:^|\/)\.env|\.(?:db|db-wal|db-shm|pfx|p12|key)$/.test(path),
  );
  assert.deepEqual(wrong, []);
});

test('the lock file names no place to download from', () => {
  const wrong = read('package-lock.json').match(/"resolved": "(?:https?|git)[^"]*"/g) ?? [];
  assert.deepEqual(wrong, []);
});

/** Scripts of the root, and of the package that a document belongs to. */
function scriptsFor(document: string): string[] {
  const own = join(dirname(document), 'package.json');
  const manifests = ['package.json', ...(existsSync(join(ROOT, own)) ? [own] : [])];
  return manifests.flatMap((manifest) => Object.keys(JSON.parse(read(manifest)).scripts ?? {}));
}

test('every npm command of the documents exists', () => {
  const documents = gitFiles().filter((path) => /\.md$/.test(path));
  const wrong = documents.flatMap((path) =>
    [...read(path).matchAll(/\bnpm run (?:-s |--silent )?([a-z][\w:-]*)/g)]
      .filter((match) => !scriptsFor(path).includes(match[1] ?? ''))
      .map((match) => `${path}: ${match[0]}`),
  );
  assert.deepEqual(wrong, []);
  for (const name of ['start', 'test', 'bench']) {
    assert.ok(scriptsFor('package.json').includes(name), name);
  }
});

test('every file that a document links to exists', () => {
  const wrong = gitFiles()
    .filter((path) => /\.md$/.test(path))
    .flatMap((path) =>
      [...read(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)]
        .map((match) => decodeURIComponent(match[1] ?? ''))
        .filter((target) => !existsSync(join(ROOT, path, '..', target)))
        .map((target) => `${path} links to ${target}`),
    );
  assert.deepEqual(wrong, []);
});

test('every package says what it is and what its public face is', () => {
  for (const name of packageFolders()) {
    assert.ok(existsSync(join(ROOT, 'packages', name, 'README.md')), `packages/${name}/README.md`);
    if (name === 'console') continue;
    assert.ok(
      existsSync(join(ROOT, 'packages', name, 'src/index.ts')),
      `packages/${name}/src/index.ts`,
    );
  }
});
