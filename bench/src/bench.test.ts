import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readArguments } from './arguments.ts';
import { type Figure, isReached, type Measurement } from './figure.ts';
import { FIGURES } from './figures/index.ts';
import { interleave } from './harness/rounds.ts';
import { ratios, summarize } from './harness/statistics.ts';
import { transactionEvent } from './payloads.ts';
import { chartSvg } from './report/chart.ts';
import { resultsDocument } from './report/document.ts';
import { jsonLine } from './report/json-line.ts';
import { tableText } from './report/table.ts';
import { measureFigure } from './runner.ts';

const machine = { cpu: 'A CPU', cores: 2, memoryGb: 8, system: 'Linux', node: 'v24.0.0' };

function figure(measurement: Partial<Measurement>, change: Partial<Figure> = {}): Figure {
  return {
    id: 'quick',
    title: 'a <quick> figure',
    unit: 'ms',
    reach: { atMost: 15 },
    measure: async () => ({ value: 12.34567, rows: [], ...measurement }),
    ...change,
  };
}

test('every figure that is promised has its measurement', () => {
  const promised = [
    'rpc-cpu',
    'conn-memory',
    'conn-memory-deflate',
    'validators-load',
    'csms-event-cpu',
    'csms-watchers',
    'csms-latency',
    'csms-storm',
    'csms-start',
    'station-memory',
    'station-memory-sim',
    'station-budget',
    'flash-append',
    'station-cpu',
  ];
  const ids = FIGURES.map(({ id }) => id);
  assert.deepEqual(
    promised.filter((id) => !ids.includes(id)),
    [],
  );
  assert.equal(new Set(ids).size, ids.length);
});

test('arguments: all figures, some of them, a list, mistakes', () => {
  const known = ['a', 'b'];
  assert.deepEqual(readArguments([], known), { kind: 'run', json: false, ids: known });
  assert.deepEqual(readArguments(['--json', 'b'], known), { kind: 'run', json: true, ids: ['b'] });
  assert.deepEqual(readArguments(['--list'], known), { kind: 'list' });
  const mistake = readArguments(['c', 'a'], known);
  assert.ok(mistake.kind === 'mistake' && mistake.message === 'unknown figure c; there are a, b');
  assert.equal(readArguments(['--fast'], known).kind, 'mistake');
});

test('a JSON line says id, value, unit, reach and ok', async () => {
  const line = jsonLine(await measureFigure(figure({})));
  const expected = { id: 'quick', value: 12.35, unit: 'ms', reach: 15, ok: true };
  assert.deepEqual(JSON.parse(line), expected);
  assert.ok(!line.includes('\n'));
});

test('a figure is reached when its bound and all its conditions hold', async () => {
  const size = { name: 'size', value: 201, unit: 'kB', reach: { atMost: 200 } };
  const missed = await measureFigure(figure({ conditions: [size] }));
  assert.equal(isReached(missed), false);
  const speed = { atLeast: 12 };
  assert.equal(isReached(await measureFigure(figure({}, { reach: speed }))), true);
  assert.equal(isReached(await measureFigure(figure({ value: 11.9 }, { reach: speed }))), false);
});

test('a figure that fails is a result, and not reached', async () => {
  const measure = () => Promise.reject(new Error('no such server'));
  const result = await measureFigure(figure({}, { measure }));
  assert.equal(result.failure, 'Error: no such server');
  assert.deepEqual(JSON.parse(jsonLine(result)), {
    id: 'quick',
    value: null,
    unit: 'ms',
    reach: 15,
    ok: false,
  });
  assert.match(tableText([result]), /quick .*no such server.*FAILED/);
});

test('table, document and chart show every row', async () => {
  const row = { name: 'a peer', value: 1234.5, unit: 'ms', low: 1200, high: 1300 };
  const missing = [{ name: 'another', why: 'not installed' }];
  const results = [await measureFigure(figure({ rows: [row], missing }))];
  const table = tableText(results);
  assert.match(table, /quick +12\.3 ms +≤ 15 ms +reached/);
  assert.match(table, /a peer +1,235 ms +1,200 – 1,300/);
  assert.match(table, /another +missing +not installed/);
  const document = JSON.parse(resultsDocument(results, machine));
  assert.deepEqual(document.figures[0].rows, [row]);
  const chart = chartSvg(results, machine);
  assert.match(chart, /^<svg [^>]+>[\s\S]+a &lt;quick&gt; figure[\s\S]+<\/svg>\n$/);
  assert.match(chart, /a peer/);
});

test('rounds alternate, and ratios compare values of one round', async () => {
  const order: string[] = [];
  const contender = (name: string, cost: number) => ({
    name,
    measure: async () => cost * order.push(name),
  });
  const values = await interleave([contender('a', 1), contender('b', 3)], {
    rounds: 5,
    budgetMs: 0,
  });
  assert.deepEqual(order, ['a', 'b', 'b', 'a']);
  const [a, b] = [values.get('a') ?? [], values.get('b') ?? []];
  assert.deepEqual(ratios(b, a), [6, 2.25]);
  assert.deepEqual(summarize([6, 2.25, 3.6]), { median: 3.6, low: 2.925, high: 4.8 });
});

test('the transaction event is what the figures call 1 kB', () => {
  const payload = transactionEvent('tx-CS-1', 1, '2026-01-01T00:00:00.000Z');
  const bytes = JSON.stringify([2, '1', 'TransactionEvent', payload]).length;
  assert.ok(bytes > 1000 && bytes < 1200, `${bytes} bytes`);
});
