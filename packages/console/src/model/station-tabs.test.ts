import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTab, tabsFor, tabWords } from './station-tabs.ts';

test('an address leads to its tab, and to the overview when there is none', () => {
  assert.equal(readTab('frames', false), 'frames');
  assert.equal(readTab(null, true), 'overview');
  assert.equal(readTab('nonsense', true), 'overview');
});

test('viewers get no commands', () => {
  assert.equal(readTab('commands', false), 'overview');
  assert.equal(readTab('commands', true), 'commands');
  assert.ok(!tabsFor(false).some(([tab]) => tab === 'call'));
});

test('a 1.6 station has a configuration', () => {
  assert.equal(tabWords('model', 'Device model', '1.6'), 'Configuration');
  assert.equal(tabWords('model', 'Device model', '2.1'), 'Device model');
});
