import type { ConnectorView, EvseView, StationView } from '@northbound/csms/views';

const byIdNumerically = new Intl.Collator('en', { numeric: true });

/** What a chip shows for a connector: the charging state where a transaction gives one, else the availability. */
export type ConnectorState =
  | 'Available'
  | 'Occupied'
  | 'Reserved'
  | 'Unavailable'
  | 'Faulted'
  | 'EVConnected'
  | 'Charging'
  | 'SuspendedEV'
  | 'SuspendedEVSE'
  | 'Idle';

/** The words for people. */
export const STATE_LABELS: Readonly<Record<ConnectorState, string>> = {
  Available: 'Available',
  Occupied: 'Occupied',
  Reserved: 'Reserved',
  Unavailable: 'Unavailable',
  Faulted: 'Faulted',
  EVConnected: 'EV connected',
  Charging: 'Charging',
  SuspendedEV: 'Paused by EV',
  SuspendedEVSE: 'Paused by station',
  Idle: 'Idle',
};

/** Which states the filter's choices let through. */
export const STATE_GROUPS = {
  available: ['Available'],
  charging: ['Charging'],
  connected: ['Occupied', 'EVConnected', 'Idle', 'SuspendedEV', 'SuspendedEVSE'],
  reserved: ['Reserved'],
  trouble: ['Faulted', 'Unavailable'],
} as const satisfies Record<string, readonly ConnectorState[]>;

export type StateGroup = keyof typeof STATE_GROUPS;

export function connectorState(evse: EvseView, connector: ConnectorView): ConnectorState {
  const charging = evse.activeTransaction?.chargingState;
  const inUse = evse.activeTransaction?.connectorId ?? connector.connectorId;
  if (connector.availabilityState === 'Occupied' && charging && inUse === connector.connectorId) {
    return charging;
  }
  return connector.availabilityState;
}

export type Light = 'green' | 'yellow' | 'red';

/** A station is as well as the worst of its lights; unknown before it has any. */
function worstLight({ lights }: Pick<StationView, 'lights'>): Light | undefined {
  if (lights === undefined) return undefined;
  const shown = [lights.link, lights.application, lights.function];
  return (['red', 'yellow', 'green'] as const).find((light) => shown.includes(light));
}

export interface FleetFilter {
  /** Part of the id, vendor, model, serial number or firmware, in any case. */
  readonly search: string;
  /** Empty for all. */
  readonly version: string;
  readonly connected: '' | 'yes' | 'no';
  /** Pending stations wait to be let in. */
  readonly registration: '' | NonNullable<StationView['registration']>;
  readonly state: '' | StateGroup;
  readonly light: '' | Light;
  /** Whole; `*` stands for any text, as in the API. */
  readonly model: string;
  /** The same. */
  readonly firmware: string;
  readonly group: string;
  readonly alert: '' | 'open' | 'none';
}

/** What a filter asks for that stations do not tell themselves. */
export interface FleetFacts {
  /** Stations of the group that is asked for. */
  readonly inGroup: ReadonlySet<string>;
  /** Stations with an open alert. */
  readonly alerted: ReadonlySet<string>;
}

export function filterStations(
  stations: readonly StationView[],
  filter: FleetFilter,
  { inGroup, alerted }: FleetFacts,
): readonly StationView[] {
  const search = filter.search.trim().toLowerCase();
  const model = patternOf(filter.model);
  const firmware = patternOf(filter.firmware);
  const states: readonly ConnectorState[] | undefined =
    filter.state === '' ? undefined : STATE_GROUPS[filter.state];
  return stations.filter(
    (station) =>
      (filter.version === '' || station.version === filter.version) &&
      (filter.connected === '' || station.connected === (filter.connected === 'yes')) &&
      isLike(model, station.model) &&
      isLike(firmware, station.firmwareVersion) &&
      (filter.registration === '' || station.registration === filter.registration) &&
      (filter.light === '' || worstLight(station) === filter.light) &&
      (filter.alert === '' || alerted.has(station.id) === (filter.alert === 'open')) &&
      (filter.group === '' || inGroup.has(station.id)) &&
      (states === undefined || statesOf(station).some((state) => states.includes(state))) &&
      (search === '' || searchText(station).includes(search)),
  );
}

/** Any text stands for `*`; capitals or not. */
function patternOf(wanted: string): RegExp | undefined {
  const text = wanted.trim();
  if (text === '') return undefined;
  const parts = text.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'is');
}

/** Nothing fits what a station has not told, once something is asked for. */
function isLike(pattern: RegExp | undefined, text: string | undefined): boolean {
  return pattern === undefined || (text !== undefined && pattern.test(text));
}

function statesOf(station: StationView): ConnectorState[] {
  return station.evses.flatMap((evse) =>
    evse.connectors.map((connector) => connectorState(evse, connector)),
  );
}

function searchText(station: StationView): string {
  const { id, vendor, model, serialNumber, firmwareVersion } = station;
  return [id, vendor, model, serialNumber, firmwareVersion].join('\n').toLowerCase();
}

/** The models, or the firmware versions, that the fleet has, sorted. */
export function valuesOf(
  stations: readonly StationView[],
  name: 'model' | 'firmwareVersion',
): readonly string[] {
  const values = new Set(stations.map((station) => station[name]));
  return [...values].filter((value) => value !== undefined).sort(byIdNumerically.compare);
}

/** The columns that order the fleet. */
export const SORTS = {
  id: (a, b) => byIdNumerically.compare(a.id, b.id),
  power: (a, b) => b.powerW - a.powerW,
  energy: (a, b) => (sessionEnergyWh(b) ?? -1) - (sessionEnergyWh(a) ?? -1),
  heard: (a, b) => compareTexts(b.lastMessageAt ?? '', a.lastMessageAt ?? ''),
  model: (a, b) =>
    compareTexts(a.model ?? '', b.model ?? '') ||
    byIdNumerically.compare(a.firmwareVersion ?? '', b.firmwareVersion ?? ''),
  health: (a, b) => ILLNESS[worstLight(b) ?? 'none'] - ILLNESS[worstLight(a) ?? 'none'],
} as const satisfies Record<string, (a: StationView, b: StationView) => number>;

const ILLNESS = { none: 0, green: 1, yellow: 2, red: 3 } as const;

/** Moments of the API are of one form, so that their texts are in their order; a collator would be slow. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

export type FleetSort = keyof typeof SORTS;

/** @param stations sorted by id already */
export function orderStations(
  stations: readonly StationView[],
  sort: FleetSort,
  reversed: boolean,
): readonly StationView[] {
  if (sort === 'id') return reversed ? stations.toReversed() : stations;
  const compare = SORTS[sort];
  return stations.toSorted(reversed ? (a, b) => compare(b, a) : compare);
}

export interface FleetSummary {
  readonly stations: number;
  readonly connected: number;
  /** Registration is pending: an operator or a rule has to let them in. */
  readonly held: number;
  /** Transactions under way. */
  readonly sessions: number;
  /** Of these, the ones in which energy flows. */
  readonly charging: number;
  readonly faulted: number;
  readonly powerW: number;
  /** Energy of the transactions under way. */
  readonly energyWh: number;
}

export function summarise(stations: readonly StationView[]): FleetSummary {
  let connected = 0;
  let held = 0;
  let sessions = 0;
  let charging = 0;
  let faulted = 0;
  let powerW = 0;
  let energyWh = 0;
  for (const station of stations) {
    if (station.connected) connected += 1;
    if (station.registration === 'Pending') held += 1;
    powerW += station.powerW;
    for (const evse of station.evses) {
      faulted += evse.connectors.filter((one) => one.availabilityState === 'Faulted').length;
      const transaction = evse.activeTransaction;
      if (transaction === undefined) continue;
      sessions += 1;
      energyWh += transaction.energyWh ?? 0;
      if (transaction.chargingState === 'Charging') charging += 1;
    }
  }
  return {
    stations: stations.length,
    connected,
    held,
    sessions,
    charging,
    faulted,
    powerW,
    energyWh,
  };
}

/** Energy of a station's transactions under way; `undefined` when there is none. */
export function sessionEnergyWh(station: StationView): number | undefined {
  const energies = station.evses.flatMap((evse) => evse.activeTransaction?.energyWh ?? []);
  return energies.length === 0 ? undefined : energies.reduce((sum, energyWh) => sum + energyWh);
}

export function sortStations(stations: readonly StationView[]): StationView[] {
  return stations.toSorted((a, b) => byIdNumerically.compare(a.id, b.id));
}

/** How many connectors are in each state, most first. */
export function countStates(
  states: readonly ConnectorState[],
): readonly (readonly [ConnectorState, number])[] {
  const counts = new Map<ConnectorState, number>();
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}
