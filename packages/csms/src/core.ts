import type { Version } from '@northbound/protocol';
import type { Clock } from '@northbound/rpc';
import type { Bus } from './bus/bus.ts';
import type { TransactionValues } from './metering/transaction-values.ts';
import type { Signals } from './signals.ts';
import type { SecurityProfile, Station } from './stations/station.ts';
import type { Stations } from './stations/stations.ts';
import type { Database, Statement } from './store/database.ts';
import type { Ids } from './store/ids.ts';
import type { RecentEvents } from './transactions/recent-events.ts';
import type { Outgoing } from './webhooks/outgoing.ts';

/** What every functional block works with. */
export interface Core {
  readonly clock: Clock;
  readonly database: Database;
  readonly bus: Bus;
  readonly ids: Ids;
  /** Where what transactions measured goes. */
  readonly values: TransactionValues;
  /** Events that the ledger has not in their place yet. */
  readonly recentEvents: RecentEvents;
  readonly stations: Stations;
  readonly signals: Signals;
  /** Where events go that must reach systems outside, whatever happens. */
  readonly outgoing: Outgoing;
  /** Notes on the frame of a message that something about it is wrong, although it was taken. */
  remark(station: Station, messageId: string, verdict: string): void;
}

/**
 * One consequence of a message: what must be on disk before the answer, and what happens in memory and on the bus
 * once it is. A change whose batch fails leaves no trace.
 */
export interface Change {
  readonly statements: readonly Statement[];
  readonly apply: () => void;
}

/** All changes of one message in one batch. Resolves when it is durable and applied; else nothing has happened. */
export async function commit(core: Core, ...changes: readonly Change[]): Promise<void> {
  const [only] = changes;
  const statements =
    changes.length === 1 && only !== undefined
      ? only.statements
      : changes.flatMap((change) => change.statements);
  await core.database.write(statements);
  for (const change of changes) change.apply();
}

/** What a handler knows of the message it answers, beside the payload. */
export interface StationContext {
  readonly station: Station;
  /** What the connection speaks; undefined when nothing fits and it is about to be closed. */
  readonly version: Version | undefined;
  readonly securityProfile: SecurityProfile;
  /** The common name of its certificate; absent when it showed none. */
  readonly certificateName?: string;
  /** When this connection began. */
  readonly connectedAtMs: number;
}
