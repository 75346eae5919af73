import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { apiUnderTest } from './testing/api-under-test.ts';

const SCRIPT = 'console.log(1)';

/** A built console as Vite leaves it, with a file next to it that is none of anybody's business. */
async function withConsole() {
  const parent = await mkdtemp(join(tmpdir(), 'northbound-console-'));
  const directory = join(parent, 'dist');
  await mkdir(join(directory, 'assets'), { recursive: true });
  await writeFile(join(parent, 'northbound.db'), 'secret');
  await writeFile(join(directory, 'index.html'), '<!doctype html><title>Console</title>');
  await writeFile(join(directory, '.env'), 'secret');
  await writeFile(join(directory, 'assets', 'index-3f9a.js'), SCRIPT);
  await writeFile(join(directory, 'assets', 'index-3f9a.js.gz'), gzipSync(SCRIPT));
  return {
    directory,
    [Symbol.asyncDispose]: () => rm(parent, { recursive: true, force: true }),
  };
}

test('the page and its files, with headers that keep both right', async () => {
  await using built = await withConsole();
  await using api = await apiUnderTest({ consoleDirectory: built.directory });
  const page = await api.app.inject('/');
  assert.equal(page.statusCode, 200);
  assert.match(page.body, /Console/);
  assert.equal(page.headers['cache-control'], 'no-cache');
  const script = await api.app.inject('/assets/index-3f9a.js');
  assert.equal(script.statusCode, 200);
  assert.match(
    String(script.headers['content-type']),
    /^text\/javascript|^application\/javascript/,
  );
  assert.equal(script.headers['cache-control'], 'public, max-age=31536000, immutable');
  for (const { headers } of [page, script]) {
    const policy = String(headers['content-security-policy']);
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'self'(;|$)/);
    assert.match(policy, /connect-src 'self'(;|$)/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
  }
  const again = await api.app.inject({
    url: '/',
    headers: { 'if-none-match': String(page.headers.etag) },
  });
  assert.equal(again.statusCode, 304);
});

test('who can unpack it gets the compressed copy, which is kept as long', async () => {
  await using built = await withConsole();
  await using api = await apiUnderTest({ consoleDirectory: built.directory });
  const url = '/assets/index-3f9a.js';
  const packed = await api.app.inject({ url, headers: { 'accept-encoding': 'gzip, br' } });
  assert.equal(packed.headers['content-encoding'], 'gzip');
  assert.equal(packed.headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.match(String(packed.headers['content-type']), /javascript/);
  assert.match(String(packed.headers.vary), /accept-encoding/i);
  assert.equal(gunzipSync(packed.rawPayload).toString(), SCRIPT);
  assert.equal((await api.app.inject(url)).body, SCRIPT);
  const page = await api.app.inject({ url: '/', headers: { 'accept-encoding': 'gzip' } });
  assert.equal(page.headers['cache-control'], 'no-cache');
  assert.match(page.body, /Console/);
});

test('nothing beside the console is served', async () => {
  await using built = await withConsole();
  await using api = await apiUnderTest({ consoleDirectory: built.directory });
  const wanted = [
    '/../northbound.db',
    '/%2e%2e/northbound.db',
    '/..%2fnorthbound.db',
    '/assets/..%2f..%2fnorthbound.db',
    '/assets/%5c..%5c..%5cnorthbound.db',
    '/.env',
    '/assets',
    '/assets/',
    '/index.html%00.js',
  ];
  for (const url of wanted) {
    const response = await api.app.inject(url);
    assert.ok(response.statusCode >= 400, `${url}: ${response.statusCode}`);
    assert.ok(!response.body.includes('secret'), url);
  }
});

test('without a built console the page says how to build it', async () => {
  await using api = await apiUnderTest();
  const page = await api.app.inject('/');
  assert.equal(page.statusCode, 503);
  assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
  assert.match(page.body, /npm run build:console/);
});

test('a CSMS that serves no console answers as for any unknown route', async () => {
  await using api = await apiUnderTest({ servesConsole: false });
  const page = await api.app.inject('/');
  assert.equal(page.statusCode, 404);
  assert.equal(page.json().type, 'urn:northbound:problem:notFound');
});
