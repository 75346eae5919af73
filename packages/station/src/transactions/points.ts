/** Values of TxCtrlr.TxStartPoint and TxStopPoint that this station can detect. */
export const TX_POINTS = [
  'EVConnected',
  'Authorized',
  'PowerPathClosed',
  'EnergyTransfer',
] as const;

type TxPoint = (typeof TX_POINTS)[number];

/** What start and stop points look at. */
export interface Conditions {
  readonly connected: boolean;
  readonly authorized: boolean;
  readonly flowing: boolean;
}

/** 2.1 part 2, table of TxStartPoint: a transaction starts when one of them is fulfilled. */
const STARTS: Readonly<Record<TxPoint, (now: Conditions) => boolean>> = {
  EVConnected: (now) => now.connected,
  Authorized: (now) => now.authorized,
  PowerPathClosed: (now) => now.connected && now.authorized,
  EnergyTransfer: (now) => now.flowing,
};

const lostConnection = (before: Conditions, now: Conditions) => before.connected && !now.connected;
const lostAuthorization = (before: Conditions, now: Conditions) =>
  before.authorized && !now.authorized;

const lostPowerPath = (before: Conditions, now: Conditions) =>
  lostConnection(before, now) || lostAuthorization(before, now);

/** Table of TxStopPoint: it ends when one of them is lost; PowerPathClosed is either of two. */
const STOPS: Readonly<Record<TxPoint, (before: Conditions, now: Conditions) => boolean>> = {
  EVConnected: lostConnection,
  Authorized: lostAuthorization,
  PowerPathClosed: lostPowerPath,
  // E05.FR.10: also when the energy that has not begun to flow cannot any more.
  EnergyTransfer: (before, now) => (before.flowing && !now.flowing) || lostPowerPath(before, now),
};

export function fulfilsStart(points: readonly string[], now: Conditions): boolean {
  return TX_POINTS.some((point) => points.includes(point) && STARTS[point](now));
}

export function reachesStart(
  points: readonly string[],
  before: Conditions,
  now: Conditions,
): boolean {
  return TX_POINTS.some(
    (point) => points.includes(point) && STARTS[point](now) && !STARTS[point](before),
  );
}

export function reachesStop(
  points: readonly string[],
  before: Conditions,
  now: Conditions,
): boolean {
  return TX_POINTS.some((point) => points.includes(point) && STOPS[point](before, now));
}
