import type { Station } from '@northbound/station';

/**
 * Every driver unplugs and leaves, so that no transaction stays open in the CSMS when the stations, whose memory is
 * lost with this process, are gone.
 * @param withinMs after this time whoever is still there is left behind
 */
export async function everybodyLeaves(
  stations: readonly Station[],
  withinMs: number,
): Promise<void> {
  const { promise: tooLate, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, withinMs);
  await Promise.race([tooLate, Promise.all(stations.map(leave))]);
  clearTimeout(timer);
}

async function leave(station: Station): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = station.subscribe(() => {
    if (isQuiet(station)) resolve();
  });
  for (const { evseId, chargingState } of station.state().evses) {
    if (chargingState !== 'Idle') station.plugOut(evseId);
  }
  if (isQuiet(station)) resolve();
  await promise;
  end();
}

/** No transaction is under way, and the CSMS has answered every event of those that were. */
function isQuiet(station: Station): boolean {
  const { connected, queuedEvents, evses } = station.state();
  const isFree = evses.every(({ transactionId }) => transactionId === undefined);
  return !connected || (isFree && queuedEvents === 0);
}
