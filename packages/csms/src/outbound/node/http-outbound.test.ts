import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { listen } from '../../node/http.ts';
import { httpOutbound } from './http-outbound.ts';

const server = createServer((request, response) => {
  if (request.url === '/hangs') return;
  if (request.url === '/moves') {
    response.writeHead(302, { location: '/' }).end();
    return;
  }
  if (request.url === '/much') {
    response.end('x'.repeat(200_000));
    return;
  }
  if (request.url === '/drips') {
    // The headers are there and the body never ends.
    response.write('x');
    return;
  }
  if (request.url === '/breaks') {
    response.writeHead(200, { 'content-length': '9' }).write('x', () => response.destroy());
    return;
  }
  if (request.url === '/heads') {
    response.writeHead(200, { 'x-long': 'x'.repeat(100_000) }).end();
    return;
  }
  request.setEncoding('utf8');
  let body = '';
  request.on('data', (text: string) => {
    body += text;
  });
  request.on('end', () => response.end(`${request.headers['x-test']} ${body}`));
});
const port = await listen(server, 0, '127.0.0.1');
after(() => {
  server.closeAllConnections();
  server.close();
});

function post(path: string, more: { allowPrivate?: boolean; timeoutMs?: number } = {}) {
  return httpOutbound().post({
    url: path.startsWith('/') ? `http://127.0.0.1:${port}${path}` : path,
    headers: { 'x-test': 'header' },
    body: 'body',
    timeoutMs: 2_000,
    allowPrivate: true,
    ...more,
  });
}

test('an answer comes back with its status; redirects are not followed', async () => {
  assert.deepEqual(await post('/'), { outcome: 'answered', status: 200, body: 'header body' });
  assert.deepEqual(await post('/moves'), { outcome: 'answered', status: 302, body: '' });
});

test('what hangs, is too long or is not there ends', async () => {
  const reasonOf = async (...asked: Parameters<typeof post>) => {
    const result = await post(...asked);
    return result.outcome === 'failed' ? result.reason : result.outcome;
  };
  assert.equal(await reasonOf('/hangs', { timeoutMs: 20 }), 'timedOut');
  assert.equal(await reasonOf('/drips', { timeoutMs: 50 }), 'timedOut');
  assert.equal(await reasonOf('/much'), 'tooLarge');
  assert.equal(await reasonOf('/heads'), 'unreachable');
  assert.equal(await reasonOf('/breaks'), 'unreachable');
  assert.equal(await reasonOf('http://127.0.0.1:1/'), 'unreachable');
  assert.equal(await reasonOf('ftp://example.com/'), 'invalidUrl');
});

test('addresses inside the network are refused, by number and by name', async () => {
  for (const url of [
    `http://127.0.0.1:${port}/`,
    `http://localhost:${port}/`,
    `http://[::1]:${port}/`,
    `http://[::ffff:127.0.0.1]:${port}/`,
    `http://2130706433:${port}/`,
    'http://169.254.169.254/latest',
  ]) {
    const result = await post(url, { allowPrivate: false });
    assert.equal(result.outcome === 'failed' && result.reason, 'privateAddress', url);
  }
});

test('a name is looked up once, and what it stood for then is what is connected to', async () => {
  // The second answer is what somebody who owns the name would have us reach.
  const answers = [['8.8.8.8', '127.0.0.1'], ['127.0.0.1'], ['127.0.0.1']];
  const asked: string[] = [];
  const outbound = httpOutbound((hostname, _options, callback) => {
    asked.push(hostname);
    const addresses = answers.shift() ?? [];
    callback(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    );
  });
  const ask = (allowPrivate: boolean) =>
    outbound.post({
      url: `http://rebinds.example:${port}/`,
      headers: {},
      body: '',
      timeoutMs: 2_000,
      allowPrivate,
    });
  for (const _ of ['one of two', 'the only one']) {
    const result = await ask(false);
    assert.equal(result.outcome === 'failed' && result.reason, 'privateAddress');
  }
  assert.equal((await ask(true)).outcome, 'answered');
  assert.equal(asked.length, 3, 'one look-up for each request');
});
