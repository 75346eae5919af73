/** Values of TxCtrlr.TxStartPoint. */
const TX_START_POINTS = [
  'ParkingBayOccupancy',
  'EVConnected',
  'Authorized',
  'DataSigned',
  'PowerPathClosed',
  'EnergyTransfer',
] as const;

type TxStartPoint = (typeof TX_START_POINTS)[number];
type TxStopPoint = Exclude<TxStartPoint, 'DataSigned'>;

/** Those that a station can detect: no DataSigned where its meter does not sign. */
export function txStartPoints(signs: boolean): readonly string[] {
  return TX_START_POINTS.filter((point) => signs || point !== 'DataSigned');
}

/** A transaction cannot end with a signature. */
export const TX_STOP_POINTS: readonly TxStopPoint[] = [
  'ParkingBayOccupancy',
  'EVConnected',
  'Authorized',
  'PowerPathClosed',
  'EnergyTransfer',
];

/** What start and stop points look at. */
export interface Conditions {
  /** Something stands in the parking bay. */
  readonly occupied: boolean;
  readonly connected: boolean;
  readonly authorized: boolean;
  /** The meter has signed the value that charging begins with. */
  readonly signed: boolean;
  readonly flowing: boolean;
}

/** 2.1 part 2, table of TxStartPoint: a transaction starts when one of them is fulfilled. */
const STARTS: Readonly<Record<TxStartPoint, (now: Conditions) => boolean>> = {
  ParkingBayOccupancy: (now) => now.occupied,
  EVConnected: (now) => now.connected,
  Authorized: (now) => now.authorized,
  DataSigned: (now) => now.signed,
  PowerPathClosed: (now) => now.connected && now.authorized,
  EnergyTransfer: (now) => now.flowing,
};

const lostConnection = (before: Conditions, now: Conditions) => before.connected && !now.connected;
const lostAuthorization = (before: Conditions, now: Conditions) =>
  before.authorized && !now.authorized;

const lostPowerPath = (before: Conditions, now: Conditions) =>
  lostConnection(before, now) || lostAuthorization(before, now);

/** Table of TxStopPoint: it ends when one of them is lost; PowerPathClosed is either of two. */
const STOPS: Readonly<Record<TxStopPoint, (before: Conditions, now: Conditions) => boolean>> = {
  ParkingBayOccupancy: (before, now) => before.occupied && !now.occupied,
  EVConnected: lostConnection,
  Authorized: lostAuthorization,
  PowerPathClosed: lostPowerPath,
  // E05.FR.10: also when the energy that has not begun to flow cannot any more.
  EnergyTransfer: (before, now) => (before.flowing && !now.flowing) || lostPowerPath(before, now),
};

export function fulfilsStart(points: readonly string[], now: Conditions): boolean {
  return TX_START_POINTS.some((point) => points.includes(point) && STARTS[point](now));
}

/** Whether a transaction would begin, at the latest with the energy. @param signed whether the meter can sign */
export function startsWithEnergy(points: readonly string[], signed: boolean): boolean {
  return fulfilsStart(points, {
    occupied: true,
    connected: true,
    authorized: true,
    signed,
    flowing: true,
  });
}

export function reachesStart(
  points: readonly string[],
  before: Conditions,
  now: Conditions,
): boolean {
  return TX_START_POINTS.some(
    (point) => points.includes(point) && STARTS[point](now) && !STARTS[point](before),
  );
}

export function reachesStop(
  points: readonly string[],
  before: Conditions,
  now: Conditions,
): boolean {
  return TX_STOP_POINTS.some((point) => points.includes(point) && STOPS[point](before, now));
}

/** Whether a vehicle that never comes, or does not come back, ends a transaction (E03, E10). */
export function endsWithoutVehicle(stopPoints: readonly string[]): boolean {
  return stopPoints.some((point) => point !== 'ParkingBayOccupancy');
}
