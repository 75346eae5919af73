import { evsePlace, type Violation } from './violation.ts';

/** What is looked at of a station. */
interface Watched {
  readonly identity: string;
  /** Absent while it has no power. */
  readonly station: { state(): { readonly evses: readonly WatchedEvse[] } } | undefined;
}

interface WatchedEvse {
  readonly evseId: number;
  readonly connectors: readonly {
    readonly connectorId: number;
    readonly availabilityState: string;
  }[];
}

/** What an operator took out of service, and nobody gave back, is out of service, over all power cuts (2.1 part 2, G03). */
export function checkOutOfService(machine: Watched, evseIds: ReadonlySet<number>): Violation[] {
  return connectorsOf(machine)
    .filter(({ evseId, state }) => evseIds.has(evseId) && state !== 'Unavailable')
    .map(({ place, state }) => ({
      rule: 'kept',
      place,
      what: `is ${state}, it was taken out of service`,
    }));
}

/** What was out for maintenance is back when that is over. @param closed EVSEs that were also closed for another reason */
export function checkBackInService(machine: Watched, closed: ReadonlySet<number>): Violation[] {
  return connectorsOf(machine)
    .filter(({ evseId, state }) => !closed.has(evseId) && state === 'Unavailable')
    .map(({ place, state }) => ({
      rule: 'kept',
      place,
      what: `is ${state}, and nobody wants it so`,
    }));
}

function connectorsOf(machine: Watched) {
  const evses = machine.station?.state().evses ?? [];
  return evses.flatMap(({ evseId, connectors }) =>
    connectors.map(({ connectorId, availabilityState: state }) => ({
      evseId,
      state,
      place: `${evsePlace(machine, evseId)} connector ${connectorId}`,
    })),
  );
}
