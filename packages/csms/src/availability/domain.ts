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
 * The connector's new state, and an entry in its history. A report that comes late (it is older than the state that is
 * known) goes into the history only.
 *
 * The clock of a station is no judge of that alone: one that was set right while it was connected is wrong again from a
 * boot to the answer to it. So the first word about a connector over a connection counts whatever time it bears, and so
 * does what has happened since the connection began.
 *
 * @param connectedAtMs when the connection began over which it came
 */
export function recordStatus(
  core: Core,
  station: Station,
  report: StatusReport,
  connectedAtMs: number,
): Change {
  const known = station.connector(report.evseId, report.connectorId);
  const { detail, ...told } = report;
  const nowMs = core.clock.epochMs();
  // A clock that is ahead and then set right would make all that follows look late.
  const updatedAtMs = Math.min(told.updatedAtMs, nowMs);
  const connector = { ...told, updatedAtMs };
  const heardAtMs = station.connectorHeardAtMs(report.evseId, report.connectorId);
  const isFirstWord = heardAtMs === undefined || heardAtMs < connectedAtMs;
  const isNews =
    known === undefined ||
    isFirstWord ||
    updatedAtMs >= known.updatedAtMs ||
    updatedAtMs >= connectedAtMs;
  const entry = appendStatusChange(
    core.ids.next('status_changes'),
    station.id,
    connector,
    nowMs,
    detail,
  );
  return {
    statements: isNews ? [saveConnector(station.id, connector), entry] : [entry],
    apply() {
      if (!isNews) return;
      station.keepConnector(connector, nowMs);
      publishStation(core, station);
    },
  };
}
