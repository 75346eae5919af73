import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AUTHORIZATION } from './authorization/table.ts';
import { AVAILABILITY } from './availability/availability.ts';
import { OPERATOR } from './availability/operator-table.ts';
import { RENEWAL } from './certificates/table.ts';
import { UPLOAD } from './diagnostics/upload-table.ts';
import { LOCK } from './evse/lock.ts';
import { PILOT } from './evse/pilot.ts';
import { SUPPLY } from './evse/supply.ts';
import { PUBLISH } from './firmware/publish-table.ts';
import { FIRMWARE } from './firmware/table.ts';
import { REGISTRATION } from './provisioning/registration-table.ts';
import { RESET } from './provisioning/reset-table.ts';
import { RESERVATION } from './reservation/table.ts';
import { LIMIT } from './transactions/limits-table.ts';
import { RESUMPTION } from './transactions/resumption-table.ts';
import { TRANSACTION } from './transactions/table.ts';

type AnyTable = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

const TABLES: Readonly<Record<string, { readonly table: AnyTable; readonly first: string }>> = {
  AUTHORIZATION: { table: AUTHORIZATION, first: 'None' },
  AVAILABILITY: { table: AVAILABILITY, first: 'Available' },
  LIMIT: { table: LIMIT, first: 'Unlimited' },
  FIRMWARE: { table: FIRMWARE, first: 'Idle' },
  LOCK: { table: LOCK, first: 'Free' },
  OPERATOR: { table: OPERATOR, first: 'Operative' },
  PILOT: { table: PILOT, first: 'Disconnected' },
  PUBLISH: { table: PUBLISH, first: 'Idle' },
  REGISTRATION: { table: REGISTRATION, first: 'Unregistered' },
  RENEWAL: { table: RENEWAL, first: 'Idle' },
  RESERVATION: { table: RESERVATION, first: 'Pending' },
  RESET: { table: RESET, first: 'None' },
  RESUMPTION: { table: RESUMPTION, first: 'Normal' },
  SUPPLY: { table: SUPPLY, first: 'Offered' },
  TRANSACTION: { table: TRANSACTION, first: 'None' },
  UPLOAD: { table: UPLOAD, first: 'Idle' },
};

for (const [name, { table, first }] of Object.entries(TABLES)) {
  test(`${name}: every state knows every event, and leads to a state`, () => {
    const events = Object.keys(table[first] ?? {}).toSorted();
    assert.ok(events.length > 0);
    for (const [state, steps] of Object.entries(table)) {
      assert.deepEqual(Object.keys(steps).toSorted(), events, state);
      for (const [event, [next]] of Object.entries(steps)) {
        assert.ok(next !== undefined && next in table, `${state} ${event} leads to ${next}`);
      }
    }
  });

  test(`${name}: every state can be reached, and left unless it ends all`, () => {
    const reached = new Set([first]);
    for (const state of reached) {
      for (const [next] of Object.values(table[state] ?? {})) if (next) reached.add(next);
    }
    assert.deepEqual([...reached].toSorted(), Object.keys(table).toSorted());
    const stuck = Object.entries(table)
      .filter(([state, steps]) => Object.values(steps).every(([next]) => next === state))
      .map(([state]) => state);
    const ends = name === 'RESERVATION' ? ['Over'] : [];
    assert.deepEqual(stuck, ends);
  });
}
