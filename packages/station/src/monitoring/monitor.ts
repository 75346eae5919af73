import type { Ocpp21 } from '@northbound/protocol';
import type { DataType } from '@northbound/protocol/device-model';
import type { VariableSpec } from '../device-model/schema.ts';

/** What watches one variable (2.1 part 2, N04). */
export interface Monitor {
  readonly id: number;
  readonly kind: 'HardWiredMonitor' | 'PreconfiguredMonitor' | 'CustomMonitor';
  /** The variable, by its place in the schema. */
  readonly index: number;
  /** Only while a transaction runs at the component. */
  readonly transaction: boolean;
  /** A limit, a distance, or seconds. */
  readonly value: number;
  readonly type: Ocpp21.MonitorEnumType;
  /** 0 danger to 9 debug. */
  readonly severity: number;
  /** Its values go through a periodic event stream (2.1). */
  readonly stream?: Ocpp21.PeriodicEventStreamParamsType;
}

/** What a monitor compares. */
interface Comparison {
  readonly actual: string;
  readonly target: string;
  readonly value: number;
}

interface MonitorRule {
  readonly trigger: Ocpp21.EventTriggerEnumType;
  readonly criterion: Ocpp21.MonitoringCriterionEnumType;
  readonly dataTypes: (dataType: DataType) => boolean;
  readonly needsTarget: boolean;
  /** Whether `value` has to be one that the variable may have. */
  readonly valueIsLimit: boolean;
  readonly leastValue: number;
  /** Whether the actual value is beyond what the monitor allows; absent where that is no question. */
  readonly exceeds?: (comparison: Comparison) => boolean;
}

function isNumeric(dataType: DataType): boolean {
  return dataType === 'integer' || dataType === 'decimal';
}

const isNoMoment = (dataType: DataType) => dataType !== 'dateTime';

const ANY = { needsTarget: false, valueIsLimit: false, leastValue: 0 } as const;
const LIMIT = { needsTarget: false, valueIsLimit: true, leastValue: -Infinity } as const;
const TARGET = { needsTarget: true, valueIsLimit: false, leastValue: 0 } as const;
const SECONDS = { needsTarget: false, valueIsLimit: false, leastValue: 1 } as const;

/** 2.1 part 1, monitors; part 2, N04, N07 and N08; errata 2025-09 for the criterion of target deltas. */
export const MONITOR_RULES: Readonly<Record<Ocpp21.MonitorEnumType, MonitorRule>> = {
  UpperThreshold: {
    trigger: 'Alerting',
    criterion: 'ThresholdMonitoring',
    dataTypes: isNumeric,
    ...LIMIT,
    exceeds: ({ actual, value }) => Number(actual) > value,
  },
  LowerThreshold: {
    trigger: 'Alerting',
    criterion: 'ThresholdMonitoring',
    dataTypes: isNumeric,
    ...LIMIT,
    exceeds: ({ actual, value }) => Number(actual) < value,
  },
  Delta: { trigger: 'Delta', criterion: 'DeltaMonitoring', dataTypes: () => true, ...ANY },
  Periodic: {
    trigger: 'Periodic',
    criterion: 'PeriodicMonitoring',
    dataTypes: isNoMoment,
    ...SECONDS,
  },
  PeriodicClockAligned: {
    trigger: 'Periodic',
    criterion: 'PeriodicMonitoring',
    dataTypes: isNoMoment,
    ...SECONDS,
  },
  TargetDelta: {
    trigger: 'Alerting',
    criterion: 'DeltaMonitoring',
    dataTypes: isNoMoment,
    ...TARGET,
    exceeds: ({ actual, target, value }) => distance(actual, target) > value,
  },
  TargetDeltaRelative: {
    trigger: 'Alerting',
    criterion: 'DeltaMonitoring',
    dataTypes: isNoMoment,
    ...TARGET,
    exceeds: ({ actual, target, value }) =>
      distance(actual, target) > Math.abs(value * (Number(target) || 0)),
  },
};

/** Values that are no numbers are apart when they differ. */
function distance(left: string, right: string): number {
  const difference = Math.abs(Number(left) - Number(right));
  if (!Number.isNaN(difference)) return difference;
  return left === right ? 0 : Infinity;
}

/** Whether a Delta monitor has something to tell (N07.FR.18 and .19). */
export function hasMoved(
  { dataType }: Pick<VariableSpec, 'dataType'>,
  from: string,
  to: string,
  value: number,
): boolean {
  if (isNumeric(dataType)) return distance(from, to) > value;
  if (dataType === 'dateTime') return Math.abs(Date.parse(to) - Date.parse(from)) > value * 1000;
  return from !== to;
}

/** Why a variable cannot have such a monitor, or undefined when it can (N04.FR.05, .06, .14). */
export function monitorProblem(
  spec: VariableSpec,
  { type, value, severity }: Pick<Monitor, 'type' | 'value' | 'severity'>,
):
  | { readonly status: 'UnsupportedMonitorType' | 'Rejected'; readonly problem: string }
  | undefined {
  const rule = MONITOR_RULES[type];
  if (!rule.dataTypes(spec.dataType)) {
    return { status: 'UnsupportedMonitorType', problem: `does not suit ${spec.dataType}` };
  }
  if (rule.needsTarget && spec.target === undefined) {
    return { status: 'UnsupportedMonitorType', problem: 'has no Target' };
  }
  if (severity < 0 || severity > 9) {
    return { status: 'Rejected', problem: `severity ${severity} is not 0 to 9` };
  }
  const { minLimit = -Infinity, maxLimit = Infinity } = rule.valueIsLimit ? spec : {};
  const least = Math.max(minLimit, rule.leastValue);
  return value >= least && value <= maxLimit
    ? undefined
    : { status: 'Rejected', problem: `value ${value} is not ${least} to ${maxLimit}` };
}
