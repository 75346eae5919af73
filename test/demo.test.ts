import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ApiClient, MAIN, NorthboundProcess } from './northbound-process.ts';

interface StationList {
  readonly items: readonly { readonly id: string; readonly version: string }[];
}

interface TransactionList {
  readonly items: readonly { readonly id: number; readonly version: string }[];
}

const folder = mkdtempSync(join(tmpdir(), 'northbound-demo-'));
after(() => rmSync(folder, { recursive: true, force: true }));

async function start(command: 'node' | 'npm start') {
  const args = ['--port', '0', '--data', folder];
  const demo = new NorthboundProcess(command === 'node' ? ['demo', ...args] : args, command);
  const [, url = '', key = ''] = await demo.line(/Console\s+(http:\S+)\/#key=(\S+)/);
  return { demo, url, key, api: new ApiClient(url, key) };
}

/** Asks again after every event of the CSMS until the answer is what is waited for. */
async function eventually<T>(
  api: ApiClient,
  path: string,
  isRight: (answer: T) => boolean,
): Promise<T> {
  const events = await api.events();
  for (;;) {
    const next = events.next();
    const answer = await api.get<T>(path);
    if (isRight(answer)) {
      events.stop();
      return answer;
    }
    await next;
  }
}

function versionsOf(items: readonly { readonly version: string }[]): string[] {
  return [...new Set(items.map(({ version }) => version))].toSorted();
}

test('npm start brings up console, CSMS and six stations that charge', {
  timeout: 90_000,
}, async (context) => {
  const { demo, url, key, api } = await start('npm start');
  context.after(() => demo.end('SIGKILL'));

  const page = await fetch(`${url}/`);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<!doctype html>/i);
  assert.equal((await fetch(`${url}/api/v1/stations`)).status, 401, 'the API wants the key');

  const { items } = await eventually<StationList>(
    api,
    '/stations?connected=true',
    (stations) => stations.items.length === 6,
  );
  assert.deepEqual(versionsOf(items), ['1.6', '2.0.1', '2.1']);
  const transactions = await eventually<TransactionList>(
    api,
    '/transactions?limit=200',
    (list) => versionsOf(list.items).length === 3,
  );

  for (const { id } of items) {
    const frames = await api.get<object>(`/stations/${id}/frames?limit=200`);
    const { status, stdout } = spawnSync(process.execPath, [MAIN, 'explain'], {
      input: JSON.stringify(frames),
      encoding: 'utf8',
    });
    assert.equal(
      status,
      0,
      `explain finds nothing wrong with what ${id} and the CSMS say:\n${stdout}`,
    );
  }

  await demo.end('SIGINT');
  assert.doesNotMatch(demo.output, /^\s+at /m, 'no stack trace');

  const again = await start('node');
  context.after(() => again.demo.end('SIGKILL'));
  assert.equal(again.key, key, 'the key outlives the process');
  const kept = await again.api.get<TransactionList>('/transactions?limit=200');
  const ids = kept.items.map(({ id }) => id);
  assert.ok(
    transactions.items.every(({ id }) => ids.includes(id)),
    'transactions outlive the process',
  );
  const open = await again.api.get<TransactionList>('/transactions?active=true');
  assert.deepEqual(open.items, [], 'drivers left when the demo ended');
  assert.equal(await again.demo.end('SIGINT'), 0);
});
