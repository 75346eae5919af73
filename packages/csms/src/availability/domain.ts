import type { Change, Core } from '../core.ts';
import type { Connector, Station } from '../stations/station.ts';
import { publishStation } from '../stations/view.ts';
import { appendStatusChange, saveConnector } from './sql.ts';

/** What a station says of one connector. */
export interface StatusReport extends Connector {
  /** What else it said, in its own words; undefined when nothing. */
  readonly detail?: object;
}

/**
 * Clocks of stations are wrong by so much, and one that was set right is wrong again after a boot until it is answered:
 * what it tells then seems to have happened before the connection.
 */
const SKEW_MS = 15_000;

/**
 * The connector's new state, and an entry in its history. A report that comes late (it is older than the state that is
 * known) goes into the history only.
 *
 * @param connectedAtMs when the connection began over which it came; what has happened since, or a moment before, comes
 * in its order, even where a clock that was set back says otherwise
 */
export function recordStatus(
  core: Core,
  station: Station,
  report: StatusReport,
  connectedAtMs: number,
): Change {
  const known = station.connector(report.evseId, report.connectorId);
  const { detail, ...told } = report;
  // A clock that is ahead and then set right would make all that follows look late.
  const updatedAtMs = Math.min(told.updatedAtMs, core.clock.epochMs());
  const connector = { ...told, updatedAtMs };
  const isNews =
    known === undefined ||
    updatedAtMs >= known.updatedAtMs ||
    updatedAtMs >= connectedAtMs - SKEW_MS;
  const entry = appendStatusChange(
    core.ids.next('status_changes'),
    station.id,
    connector,
    core.clock.epochMs(),
    detail,
  );
  return {
    statements: isNews ? [saveConnector(station.id, connector), entry] : [entry],
    apply() {
      if (!isNews) return;
      station.keepConnector(connector);
      publishStation(core, station);
    },
  };
}
