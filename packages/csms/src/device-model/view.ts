import { timestampOf } from '../timestamps.ts';
import { STATUS_TEXTS } from './outcomes.ts';
import { type DesiredValue, hasDrifted, type TwinVariable } from './variable.ts';
import type { DesiredView, VariableView } from './views.ts';

export function variableView(stationId: string, variable: TwinVariable): VariableView {
  const { address, value, mutability, persistent, constant, characteristics } = variable;
  const { configurationKey, reportedAtMs, goneAtMs, desired } = variable;
  return {
    stationId,
    ...address,
    ...(configurationKey === undefined ? {} : { configurationKey }),
    // A station that reports its own password must not teach it to everybody who reads.
    ...(value === undefined || mutability === 'WriteOnly' ? {} : { value }),
    ...(reportedAtMs === undefined ? {} : { reportedAt: timestampOf(reportedAtMs) }),
    ...(mutability === undefined ? {} : { mutability }),
    ...(persistent === undefined ? {} : { persistent }),
    ...(constant === undefined ? {} : { constant }),
    ...(characteristics === undefined ? {} : { characteristics }),
    ...(goneAtMs === undefined ? {} : { goneAt: timestampOf(goneAtMs) }),
    ...(desired === undefined ? {} : { desired: desiredView(desired) }),
    drift: hasDrifted(variable),
  };
}

function desiredView(desired: DesiredValue): DesiredView {
  const { value, by, templateId, setAtMs, status, reason, attemptedAtMs } = desired;
  return {
    value,
    by,
    ...(templateId === undefined ? {} : { templateId }),
    setAt: timestampOf(setAtMs),
    status,
    statusText: STATUS_TEXTS[status],
    ...(reason === undefined ? {} : { reason }),
    ...(attemptedAtMs === undefined ? {} : { attemptedAt: timestampOf(attemptedAtMs) }),
  };
}
