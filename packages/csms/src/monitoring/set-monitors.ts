import type { Ocpp21 } from '@northbound/protocol';
import type { CallOutcome } from '@northbound/rpc';
import { addressFromWire, keyOf } from '../device-model/address.ts';
import { reasonOf } from '../device-model/apply.ts';
import type { Peer2 } from '../stations/ask.ts';
import { type DesiredMonitor, setMonitoringData, streamOf } from './monitor.ts';

/** Streams are of 2.1; so are two kinds of monitors, which nobody gives here for a station of 2.0.1. */
export function setMonitors(
  peer: Peer2,
  desired: readonly DesiredMonitor[],
): Promise<CallOutcome<Pick<Ocpp21.SetVariableMonitoringResponse, 'setMonitoringResult'>>> {
  if (peer.version === '2.1') {
    return peer.tryCall('SetVariableMonitoring', {
      setMonitoringData: desired.map((each) => ({ ...setMonitoringData(each), ...streamOf(each) })),
    });
  }
  return peer.tryCall('SetVariableMonitoring', {
    setMonitoringData: desired.flatMap((each) => {
      const { type, ...data } = setMonitoringData(each);
      return isOf201(type) ? [{ ...data, type }] : [];
    }),
  });
}

export function isOf201(
  type: Ocpp21.MonitorEnumType,
): type is Exclude<Ocpp21.MonitorEnumType, 'TargetDelta' | 'TargetDeltaRelative'> {
  return type !== 'TargetDelta' && type !== 'TargetDeltaRelative';
}

/** Results belong to requests by variable, type and severity. */
export function withResult(
  desired: DesiredMonitor,
  results: readonly Ocpp21.SetMonitoringResultType[],
): DesiredMonitor {
  const key = keyOf({ ...desired.watched, attributeType: 'Actual' });
  const result = results.find(
    (each) =>
      each.type === desired.type &&
      each.severity === desired.severity &&
      keyOf(addressFromWire(each)) === key,
  );
  if (result === undefined) {
    return { ...desired, status: 'Rejected', reason: 'The answer of the station leaves it out.' };
  }
  const { status, statusInfo, id } = result;
  return {
    ...desired,
    status,
    reason: statusInfo === undefined ? undefined : reasonOf(statusInfo),
    monitorId: id ?? desired.monitorId,
  };
}
