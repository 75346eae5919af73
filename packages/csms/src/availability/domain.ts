import type { Ocpp21 } from '@northbound/protocol';
import type { Change, Core } from '../core.ts';
import type { Connector, Station } from '../stations/station.ts';
import { publishStation } from '../stations/view.ts';
import { appendStatusChange, saveConnector } from './sql.ts';

/** What a station says of one connector. */
export interface StatusReport extends Connector {
  /** What else it said, in its own words; undefined when nothing. */
  readonly detail?: object;
  /** Whether it may come after others that are newer. */
  readonly mayBeLate?: boolean;
}

/** What a monitor tells may have waited while the station was offline (2.1 part 2, N07.FR.04). */
export function mayComeLate({
  eventNotificationType,
}: Pick<Ocpp21.EventDataType, 'eventNotificationType'>): boolean {
  return eventNotificationType !== 'HardWiredNotification';
}

/**
 * The connector's new state, and an entry in its history. The order of arrival counts: statuses are sent in the order
 * in which they came about (1.6 edition 2, 4.9), and after an outage 2.x tells what is so now (2.1 part 2, B04). The
 * time that one bears is no judge of that, because the clock of a station may be set back, or be wrong after a boot.
 * Only what may be late, and is older than the state that is known, goes into the history alone.
 */
export function recordStatus(core: Core, station: Station, report: StatusReport): Change {
  const known = station.connector(report.evseId, report.connectorId);
  const { detail, mayBeLate = false, ...told } = report;
  const nowMs = core.clock.epochMs();
  // A clock that is ahead would date it in the future.
  const updatedAtMs = Math.min(told.updatedAtMs, nowMs);
  const connector = { ...told, updatedAtMs };
  const isLate = mayBeLate && known !== undefined && updatedAtMs < known.updatedAtMs;
  const entry = appendStatusChange(
    core.ids.next('status_changes'),
    station.id,
    connector,
    nowMs,
    detail,
  );
  return {
    statements: isLate ? [entry] : [saveConnector(station.id, connector), entry],
    apply() {
      if (isLate) return;
      station.keepConnector(connector);
      publishStation(core, station);
    },
  };
}
