import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Variable } from '@northbound/client';
import { addressOf, treeMove, twinRows, variablePath } from './twin-tree.ts';

const NO_FILTER = { search: '', onlyDrift: false, onlyDesired: false };

function variable(component: string, name: string, more: Partial<Variable> = {}): Variable {
  return {
    stationId: 'CS-1',
    component,
    variable: name,
    attributeType: 'Actual',
    value: '1',
    drift: false,
    ...more,
  };
}

const MODEL = [
  variable('EVSE', 'Power', { evseId: 2 }),
  variable('EVSE', 'Power', { evseId: 10, drift: true }),
  variable('OCPPCommCtrlr', 'HeartbeatInterval', { value: '300' }),
  variable('ClockCtrlr', 'DateTime', { attributeType: 'Target' }),
  variable('ClockCtrlr', 'DateTime'),
];
const names = (rows: ReturnType<typeof twinRows>) =>
  rows.map(({ level, name }) => `${'  '.repeat(level - 1)}${name}`);

test('components are closed at first, sorted, with what is below them', () => {
  const rows = twinRows(MODEL, NO_FILTER, new Set());
  assert.deepEqual(names(rows), ['ClockCtrlr', 'EVSE', 'OCPPCommCtrlr']);
  assert.deepEqual(
    rows.map((row) => row.kind === 'component' && [row.count, row.drifts]),
    [
      [2, 0],
      [2, 1],
      [1, 0],
    ],
  );
});

test('what is opened shows EVSEs, variables and attributes', () => {
  const toggled = new Set(['c EVSE', 'c EVSE EVSE 2', 'c ClockCtrlr', 'c ClockCtrlr  DateTime']);
  assert.deepEqual(names(twinRows(MODEL, NO_FILTER, toggled)), [
    'ClockCtrlr',
    '  DateTime',
    '    Target',
    'EVSE',
    '  EVSE 2',
    '    Power',
    '  EVSE 10',
    'OCPPCommCtrlr',
  ]);
});

test('what is searched is open', () => {
  const search = (text: string) =>
    names(twinRows(MODEL, { ...NO_FILTER, search: text }, new Set()));
  assert.deepEqual(search('evse 10 pow'), ['EVSE', '  EVSE 10', '    Power']);
  assert.deepEqual(search('300'), ['OCPPCommCtrlr', '  HeartbeatInterval']);
  assert.deepEqual(names(twinRows(MODEL, { ...NO_FILTER, onlyDrift: true }, new Set())), [
    'EVSE',
    '  EVSE 10',
    '    Power',
  ]);
});

test('arrow keys move, open and close', () => {
  const closed = twinRows(MODEL, NO_FILTER, new Set());
  assert.deepEqual(treeMove('ArrowDown', closed, undefined), { to: 'c ClockCtrlr' });
  assert.deepEqual(treeMove('ArrowRight', closed, 'c EVSE'), { toggle: 'c EVSE' });
  const open = twinRows(MODEL, NO_FILTER, new Set(['c EVSE']));
  assert.deepEqual(treeMove('ArrowRight', open, 'c EVSE'), { to: 'c EVSE EVSE 2' });
  assert.deepEqual(treeMove('ArrowLeft', open, 'c EVSE EVSE 10'), { to: 'c EVSE' });
  assert.deepEqual(treeMove('End', open, 'c EVSE'), { to: 'c OCPPCommCtrlr' });
  assert.equal(treeMove('x', open, 'c EVSE'), undefined);
});

test('a variable is addressed as the API takes it, and named in one line', () => {
  const power = variable('EVSE', 'Power', { evseId: 2, variableInstance: 'L1' });
  assert.deepEqual(addressOf(power), {
    component: 'EVSE',
    evseId: 2,
    variable: 'Power',
    variableInstance: 'L1',
    attributeType: 'Actual',
  });
  assert.equal(variablePath(power), 'EVSE › EVSE 2 › Power[L1]');
});

test('ten thousand variables are ordered within a blink', () => {
  const many = Array.from({ length: 10_000 }, (_, index) =>
    variable(`Component${index % 100}`, `Variable${index}`, { evseId: index % 8 }),
  );
  const rows = twinRows(many, { ...NO_FILTER, search: 'variable' }, new Set());
  assert.equal(rows.filter(({ kind }) => kind === 'variable').length, 10_000);
});
