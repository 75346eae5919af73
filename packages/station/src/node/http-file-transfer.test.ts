import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FileRequest, startFileServer } from '../testing/file-server.ts';
import { httpFileTransfer } from './http-file-transfer.ts';

const NEVER = new AbortController().signal;
const EMPTY = new Uint8Array();
const FILE = Buffer.from('0123456789');

test('a file is downloaded whole, through a redirect', async () => {
  await using server = await startFileServer(({ url }, response) => {
    if (url === '/old') response.writeHead(302, { location: '/new' }).end();
    else response.end(FILE);
  });
  const { bytes, complete } = await httpFileTransfer().download(
    `${server.url}/old`,
    EMPTY,
    NEVER,
    [],
  );
  assert.equal(complete, true);
  assert.deepEqual(Buffer.from(bytes), FILE);
});

test('a download goes on where it broke off, if the server can', async () => {
  let knowsRanges = true;
  await using server = await startFileServer(({ headers }, response) => {
    const from = Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0);
    if (from > 0 && knowsRanges) response.writeHead(206).end(FILE.subarray(from));
    else if (headers.range === undefined) {
      response.writeHead(200, { 'content-length': FILE.length });
      response.write(FILE.subarray(0, 4), () => response.destroy());
    } else response.end(FILE);
  });
  const files = httpFileTransfer();
  const first = await files.download(server.url, EMPTY, NEVER, []);
  assert.equal(first.complete, false);
  assert.equal(Buffer.from(first.bytes).toString(), '0123');
  for (const ranges of [true, false]) {
    knowsRanges = ranges;
    const second = await files.download(server.url, first.bytes, NEVER, []);
    assert.equal(second.complete, true);
    assert.deepEqual(Buffer.from(second.bytes), FILE);
  }
});

test('downloads that fail say why', async () => {
  await using server = await startFileServer(({ url }, response) => {
    response.writeHead(url === '/big' ? 200 : 404).end('x'.repeat(200));
  });
  const files = httpFileTransfer({ maxBytes: 100 });
  const problem = async (url: string) => (await files.download(url, EMPTY, NEVER, [])).problem;
  assert.equal(await problem(`${server.url}/none`), 'HTTP status 404');
  assert.equal(await problem(`${server.url}/big`), 'over 100 bytes');
  assert.equal(await problem('ftp://127.0.0.1/file'), 'unsupported protocol');
  assert.equal(await problem('nonsense'), 'invalid URL');
});

test('an aborted transfer ends', async () => {
  const abort = new AbortController();
  await using server = await startFileServer(() => abort.abort());
  const { complete } = await httpFileTransfer().download(server.url, EMPTY, abort.signal, []);
  assert.equal(complete, false);
});

test('N01.FR.17 to .29: a file is uploaded with PUT, or POST, with the name where the URL wants it', async () => {
  let putKnown = true;
  await using server = await startFileServer(({ method }, response) => {
    response.writeHead(method === 'PUT' && !putKnown ? 405 : 201).end();
  });
  const files = httpFileTransfer();
  const upload = async (path: string): Promise<FileRequest | undefined> => {
    const url = `${server.url.replace('//', '//user:secret%21@')}${path}`;
    assert.deepEqual(await files.upload(url, 'a.log', FILE, NEVER, []), { status: 'Uploaded' });
    return server.requests.at(-1);
  };
  const put = await upload('/logs/');
  assert.equal(put?.method, 'PUT');
  assert.equal(put?.url, '/logs/a.log');
  assert.deepEqual(put?.body, FILE);
  const basic = Buffer.from('user:secret!').toString('base64');
  assert.equal(put?.headers.authorization, `Basic ${basic}`);
  assert.equal((await upload('/logs/given?key=1'))?.url, '/logs/given?key=1');
  putKnown = false;
  const post = await upload('/logs/');
  assert.equal(post?.method, 'POST');
  assert.match(String(post?.headers['content-disposition']), /filename="a\.log"/);
});

test('uploads that fail, in the words of LogStatusNotification', async () => {
  await using server = await startFileServer(({ url }, response) => {
    response.writeHead(Number(url.slice(1)), { location: '/x' }).end();
  });
  const files = httpFileTransfer();
  const status = async (code: number) =>
    (await files.upload(`${server.url}/${code}`, 'a', FILE, NEVER, [])).status;
  assert.equal(await status(401), 'PermissionDenied');
  assert.equal(await status(403), 'PermissionDenied');
  assert.equal(await status(400), 'BadMessage');
  assert.equal(await status(501), 'NotSupportedOperation');
  assert.equal(await status(500), 'UploadFailure');
  assert.equal(await status(301), 'UploadFailure');
  const ftp = await files.upload('ftp://127.0.0.1/', 'a', FILE, NEVER, []);
  assert.deepEqual(ftp, { status: 'NotSupportedOperation', final: true });
});
