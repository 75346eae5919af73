import type { Ocpp21 } from '@northbound/protocol';
import { RpcError } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { addressOf, isSelected } from '../device-model/address.ts';
import { ITEMS_PER_MESSAGE } from '../device-model/rows.ts';
import { sendPages } from '../provisioning/pages.ts';
import { MONITOR_RULES, type Monitor } from './monitor.ts';

/** GetMonitoringReport (2.1 part 2, N02): answers at once, the pages follow. */
export function getMonitoringReport(
  core: Core,
  active: readonly Monitor[],
  request: Ocpp21.GetMonitoringReportRequest,
): Ocpp21.GetMonitoringReportResponse {
  // B02.FR.02: before the boot is accepted the report may not be sent.
  if (core.csms === undefined) return { status: 'Rejected' };
  const { requestId, monitoringCriteria = [], componentVariable = [] } = request;
  if (componentVariable.length > ITEMS_PER_MESSAGE) {
    throw new RpcError('OccurrenceConstraintViolation', 'More than ItemsPerMessage[GetReport]');
  }
  const selected = active.filter(
    ({ index, type }) =>
      (monitoringCriteria.length === 0 ||
        monitoringCriteria.includes(MONITOR_RULES[type].criterion)) &&
      (componentVariable.length === 0 || isSelected(core.variables.spec(index), componentVariable)),
  );
  if (selected.length === 0) return { status: 'EmptyResultSet' };
  const monitors = [...Map.groupBy(selected, ({ index }) => index)].map(([index, group]) => ({
    ...addressOf(core.variables.spec(index)),
    variableMonitoring: group.map(({ id, transaction, value, type, severity, kind }) => ({
      id,
      transaction,
      value,
      type,
      severity,
      eventNotificationType: kind,
    })),
  }));
  sendPages(core, monitors, (monitor, head) =>
    core.csms?.monitoring.notifyMonitoringReport({ requestId, ...head, monitor }),
  );
  return { status: 'Accepted' };
}
