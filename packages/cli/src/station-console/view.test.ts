import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { anyCharacter, runs } from '@northbound/protocol/testing';
import type { StationState } from '@northbound/station';
import fc from 'fast-check';
import { renderView, type ViewModel } from './view.ts';

const STATE: StationState = {
  identity: 'CS-1',
  on: true,
  connected: true,
  version: '2.1',
  registration: 'Accepted',
  queuedEvents: 0,
  display: { driver: [] },
  evses: [
    {
      evseId: 1,
      chargingState: 'Charging',
      idToken: { idToken: '04AB', type: 'ISO14443' },
      transactionId: 'T-1',
      registerWh: 12_345,
      powerW: 11_040,
      socPercent: 41.6,
      connectors: [{ connectorId: 1, availabilityState: 'Occupied' }],
    },
    {
      evseId: 2,
      chargingState: 'Idle',
      registerWh: 0,
      powerW: 0,
      connectors: [{ connectorId: 1, availabilityState: 'Available' }],
    },
  ],
};

const MODEL: ViewModel = { state: STATE, evseId: 1, log: [], problem: undefined };

function shown(model: Partial<ViewModel>, size = { columns: 140, rows: 12 }): string[] {
  const text = stripVTControlCharacters(renderView({ ...MODEL, ...model }, size));
  return text.split('\r\n');
}

test('it shows the station, its EVSEs, the keys, and what happened last', () => {
  const lines = shown({ log: ['first', 'second'] });
  assert.equal(lines[0], 'CS-1  OCPP 2.1  Accepted  0 events queued');
  assert.match(
    lines[1] ?? '',
    /^> EVSE 1 .*Occupied.*Charging.*11\.0 kW.*12\.345 kWh.*SoC 42 %.*04AB.*T-1$/,
  );
  assert.match(lines[2] ?? '', /^ {2}EVSE 2 .*Available.*Idle/);
  // The keys take two lines in this width.
  assert.match(lines.slice(3, 5).join('  '), /p plug in.*x power off.*e next EVSE.*q quit$/);
  assert.deepEqual(lines.slice(-2), ['first', 'second']);
});

test('without power it says so, and how much waits', () => {
  const state = { ...STATE, on: false, connected: false, queuedEvents: 1, evses: [] };
  assert.equal(shown({ state })[0], 'CS-1  power off  1 event queued');
});

test('what is wrong stands over the log; the newest lines stay when there is little room', () => {
  const log = Array.from({ length: 50 }, (_, index) => `line ${index}`);
  const lines = shown({ log, problem: 'There is a vehicle already.' });
  assert.equal(lines.length, 12);
  assert.equal(lines[5], 'There is a vehicle already.');
  assert.equal(lines.at(-1), 'line 49');
});

test('it never leaves the terminal, whatever a peer sends', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: anyCharacter, maxLength: 300 }), { maxLength: 40 }),
      fc.record({
        columns: fc.integer({ min: 1, max: 200 }),
        rows: fc.integer({ min: 1, max: 60 }),
      }),
      (log, size) => {
        const lines = shown({ log }, size);
        assert.ok(lines.length <= size.rows);
        for (const line of lines) {
          assert.ok(line.length <= size.columns);
          assert.doesNotMatch(line, /\p{Cc}/u);
        }
      },
    ),
    runs(50),
  );
});
