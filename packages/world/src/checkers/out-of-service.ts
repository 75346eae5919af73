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
  const evses = machine.station?.state().evses ?? [];
  return evses
    .filter(({ evseId }) => evseIds.has(evseId))
    .flatMap(({ evseId, connectors }) =>
      connectors
        .filter(({ availabilityState }) => availabilityState !== 'Unavailable')
        .map(({ connectorId, availabilityState }) => ({
          rule: 'kept',
          place: `${evsePlace(machine, evseId)} connector ${connectorId}`,
          what: `is ${availabilityState}, it was taken out of service`,
        })),
    );
}
