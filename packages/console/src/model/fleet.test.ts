import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeCharging, makeEvse, makeStation, makeTransaction } from '../testing/views.ts';
import {
  connectorState,
  countStates,
  type FleetFilter,
  filterStations,
  sessionEnergyWh,
  sortStations,
  summarise,
} from './fleet.ts';
import { fleetHref, readFleetFilter } from './fleet-filter.ts';

const charging = makeCharging(
  makeStation('CS-2', { version: '2.1', vendor: 'Alfen' }),
  makeTransaction(1, 'CS-2', { powerW: 11_000, energyWh: 3500 }),
);
const faulted = makeStation('CS-10', {
  version: '1.6',
  connected: false,
  evses: [makeEvse(1, 'Faulted')],
});
const free = makeStation('CS-1');
const fleet = [free, charging, faulted];
const NO_FILTER: FleetFilter = { search: '', version: '', connected: '', state: '' };

test("an occupied connector shows its transaction's charging state, every other its own", () => {
  const transaction = makeTransaction(1, 'CS-1', { connectorId: 2, chargingState: 'SuspendedEV' });
  const evse = {
    evseId: 1,
    activeTransaction: transaction,
    connectors: [
      { connectorId: 1, availabilityState: 'Unavailable', updatedAt: '' },
      { connectorId: 2, availabilityState: 'Occupied', updatedAt: '' },
    ],
  } as const;
  assert.deepEqual(
    evse.connectors.map((connector) => connectorState(evse, connector)),
    ['Unavailable', 'SuspendedEV'],
  );
});

test('filters let through what fits all of them', () => {
  const ids = (filter: Partial<FleetFilter>) =>
    filterStations(fleet, { ...NO_FILTER, ...filter }).map(({ id }) => id);
  assert.deepEqual(ids({}), ['CS-1', 'CS-2', 'CS-10']);
  assert.deepEqual(ids({ search: ' alfEN ' }), ['CS-2']);
  assert.deepEqual(ids({ version: '1.6' }), ['CS-10']);
  assert.deepEqual(ids({ connected: 'no' }), ['CS-10']);
  assert.deepEqual(ids({ connected: 'yes', version: '1.6' }), []);
  assert.deepEqual(ids({ state: 'charging' }), ['CS-2']);
  assert.deepEqual(ids({ state: 'trouble' }), ['CS-10']);
});

test('filters survive the address', () => {
  const filter: FleetFilter = { search: 'a&b', version: '2.1', connected: 'no', state: 'trouble' };
  const [, query = ''] = fleetHref(filter).split('?');
  assert.deepEqual(readFleetFilter(new URLSearchParams(query)), filter);
  assert.deepEqual(readFleetFilter(new URLSearchParams('connected=x&state=toString')), NO_FILTER);
});

test('the summary counts stations, sessions, power and energy', () => {
  assert.deepEqual(summarise(fleet), {
    stations: 3,
    connected: 2,
    sessions: 1,
    charging: 1,
    faulted: 1,
    powerW: 11_000,
    energyWh: 3500,
  });
  assert.equal(sessionEnergyWh(charging), 3500);
  assert.equal(sessionEnergyWh(free), undefined);
});

test('ids are sorted as people count', () => {
  const ids = sortStations([faulted, charging, free]).map(({ id }) => id);
  assert.deepEqual(ids, ['CS-1', 'CS-2', 'CS-10']);
});

test('states are counted, most first', () => {
  assert.deepEqual(countStates(['Available', 'Faulted', 'Available']), [
    ['Available', 2],
    ['Faulted', 1],
  ]);
});
