import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeCharging, makeEvse, makeStation, makeTransaction } from '../testing/views.ts';
import {
  connectorState,
  countStates,
  type FleetFacts,
  type FleetFilter,
  type FleetSort,
  filterStations,
  orderStations,
  sessionEnergyWh,
  sortStations,
  summarise,
  valuesOf,
} from './fleet.ts';
import { type FleetView, fleetHref, nextSort, readFleetView } from './fleet-filter.ts';

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
const NO_FILTER: FleetFilter = {
  search: '',
  version: '',
  connected: '',
  registration: '',
  state: '',
  light: '',
  model: '',
  firmware: '',
  group: '',
  alert: '',
};
const NO_FACTS = { inGroup: new Set<string>(), alerted: new Set<string>() };

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
    filterStations(fleet, { ...NO_FILTER, ...filter }, NO_FACTS).map(({ id }) => id);
  assert.deepEqual(ids({}), ['CS-1', 'CS-2', 'CS-10']);
  assert.deepEqual(ids({ search: ' alfEN ' }), ['CS-2']);
  assert.deepEqual(ids({ version: '1.6' }), ['CS-10']);
  assert.deepEqual(ids({ connected: 'no' }), ['CS-10']);
  assert.deepEqual(ids({ connected: 'yes', version: '1.6' }), []);
  assert.deepEqual(ids({ state: 'charging' }), ['CS-2']);
  assert.deepEqual(ids({ state: 'trouble' }), ['CS-10']);
});

test('health, alerts, groups, models and firmware filter too', () => {
  const stations = [
    makeStation('A', {
      model: 'M1',
      firmwareVersion: '1.10',
      registration: 'Pending',
      lights: { link: 'green', application: 'red', function: 'yellow' },
    }),
    makeStation('B', { model: 'M1', firmwareVersion: '1.9' }),
    makeStation('C', {
      model: 'M2',
      firmwareVersion: '2',
      lights: { link: 'green', application: 'green', function: 'green' },
    }),
  ];
  const facts = { inGroup: new Set<string>(), alerted: new Set(['B']) };
  const ids = (filter: Partial<FleetFilter>, more: Partial<FleetFacts> = {}) =>
    filterStations(stations, { ...NO_FILTER, ...filter }, { ...facts, ...more }).map(
      ({ id }) => id,
    );
  assert.deepEqual(ids({ light: 'red' }), ['A']);
  assert.deepEqual(ids({ light: 'green' }), ['C']);
  assert.deepEqual(ids({ alert: 'open' }), ['B']);
  assert.deepEqual(ids({ alert: 'none', model: 'M1' }), ['A']);
  assert.deepEqual(ids({ firmware: '1.9' }), ['B']);
  assert.deepEqual(ids({ registration: 'Pending' }), ['A']);
  assert.deepEqual(ids({ firmware: '1.*' }), ['A', 'B']);
  assert.deepEqual(ids({ firmware: '1?9' }), []);
  assert.deepEqual(ids({ model: ' *m* ' }), ['A', 'B', 'C']);
  assert.deepEqual(ids({ group: 'north' }, { inGroup: new Set(['C']) }), ['C']);
  assert.deepEqual(ids({ group: 'nobody' }), []);
  assert.deepEqual(valuesOf(stations, 'firmwareVersion'), ['1.9', '1.10', '2']);
  const order = (sort: FleetSort, reversed = false) =>
    orderStations(stations, sort, reversed).map(({ id }) => id);
  assert.deepEqual(order('health'), ['A', 'C', 'B']);
  assert.deepEqual(order('model'), ['B', 'A', 'C']);
  assert.deepEqual(order('id', true), ['C', 'B', 'A']);
});

test('filters and order survive the address', () => {
  const view: FleetView = {
    ...NO_FILTER,
    search: 'a&b',
    version: '2.1',
    connected: 'no',
    state: 'trouble',
    light: 'red',
    alert: 'open',
    sort: 'power',
    reversed: true,
  };
  const [, query = ''] = fleetHref(view).split('?');
  assert.deepEqual(readFleetView(new URLSearchParams(query)), view);
  assert.deepEqual(readFleetView(new URLSearchParams('connected=x&state=toString&sort=valueOf')), {
    ...NO_FILTER,
    sort: 'id',
    reversed: false,
  });
  assert.deepEqual(nextSort(view, 'power'), { sort: 'power', reversed: false });
  assert.deepEqual(nextSort({ ...view, reversed: false }, 'power'), {
    sort: 'power',
    reversed: true,
  });
});

test('ten thousand stations are filtered and ordered as one list', () => {
  const stations = Array.from({ length: 10_000 }, (_, index) =>
    makeStation(`S-${index}`, { powerW: index % 100, model: `M${index % 7}` }),
  );
  const shown = filterStations(stations, { ...NO_FILTER, model: 'M3' }, NO_FACTS);
  assert.equal(shown.length, 1429);
  const [first] = orderStations(shown, 'power', false);
  assert.equal(first?.powerW, 99);
});

test('the summary counts stations, sessions, power and energy', () => {
  assert.deepEqual(summarise(fleet), {
    stations: 3,
    connected: 2,
    held: 0,
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
