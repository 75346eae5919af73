import type { Ocpp21 } from '@northbound/protocol';
import { RpcError, type Timer } from '@northbound/rpc';
import type { MonitorConfig } from '../config.ts';
import type { Core } from '../core.ts';
import { addressOf } from '../device-model/address.ts';
import { VARIABLE } from '../device-model/names.ts';
import { ITEMS_PER_MESSAGE } from '../device-model/rows.ts';
import { variableName } from '../device-model/schema.ts';
import type { Evse } from '../evse/evse.ts';
import { findVariable } from '../provisioning/variables.ts';
import { SparseMap } from '../sparse-map.ts';
import { MONITOR_RULES, type Monitor, monitorProblem } from './monitor.ts';
import { MonitorStore } from './monitor-store.ts';
import type { EventNotifier } from './notifier.ts';
import type { EventStreams } from './streams.ts';
import { type Alert, Watch } from './watch.ts';

/** How often a value that is measured, not set, is looked at while a monitor needs it. */
const SAMPLE_MS = 1_000;

type SetData = Ocpp21.SetMonitoringDataType;
type SetStatus = Pick<Ocpp21.SetMonitoringResultType, 'status' | 'statusInfo' | 'id'>;

/** All monitors of a station (2.1 part 2, N03 to N08). */
export class Monitors {
  readonly #core: Core;
  readonly #notifier: EventNotifier;
  readonly #streams: EventStreams;
  readonly #store: MonitorStore;
  /** As the firmware has them, whether they are active or not. */
  readonly #configured: readonly Monitor[];
  readonly #watches = new SparseMap<number, Watch>();
  #sampler: Timer | undefined;
  /** The event from which changes of values follow at the moment. */
  #cause: number | undefined;

  constructor(core: Core, notifier: EventNotifier, streams: EventStreams) {
    this.#core = core;
    this.#notifier = notifier;
    this.#streams = streams;
    this.#store = new MonitorStore(core.storage.values);
    this.#configured = (core.config.monitors ?? []).map((config, index) =>
      configured(core, config, index + 1),
    );
  }

  /** Puts to work what was set before the last reboot. */
  begin(): void {
    const custom = this.#store.custom(this.#core.variables.schema.indexByName);
    for (const monitor of custom) this.#restore(monitor);
    this.#startConfigured();
  }

  /** Those that are active, in the order of their ids. */
  get active(): readonly Monitor[] {
    const monitors = [...this.#watches.values()].map(({ monitor }) => monitor);
    return monitors.toSorted((left, right) => left.id - right.id);
  }

  /** SetVariableMonitoring (N04): one result for each item, in their order. */
  set({
    setMonitoringData,
  }: Ocpp21.SetVariableMonitoringRequest): Ocpp21.SetVariableMonitoringResponse {
    checkCount(setMonitoringData.length);
    return {
      setMonitoringResult: setMonitoringData.map((data) => {
        const { type, severity, component, variable } = data;
        return { type, severity, component, variable, ...this.#setOne(data) };
      }),
    };
  }

  /** ClearVariableMonitoring (N06). Nothing is told about a limit that was exceeded (N07.FR.12). */
  clear({
    id: ids,
  }: Ocpp21.ClearVariableMonitoringRequest): Ocpp21.ClearVariableMonitoringResponse {
    checkCount(ids.length);
    return { clearMonitoringResult: ids.map((id) => ({ id, status: this.#clearOne(id) })) };
  }

  /** SetMonitoringBase (N03). */
  setBase({ monitoringBase }: Ocpp21.SetMonitoringBaseRequest): Ocpp21.SetMonitoringBaseResponse {
    if (!this.#keep(VARIABLE.monitoringBase, monitoringBase)) return NO_ROOM;
    for (const { monitor } of [...this.#watches.values()]) {
      const drops =
        (monitor.kind === 'CustomMonitor' && monitoringBase !== 'All') ||
        (monitor.kind === 'PreconfiguredMonitor' && monitoringBase === 'HardWiredOnly');
      if (drops) this.#remove(monitor.id);
    }
    for (const { id } of this.#configured) {
      if (this.#store.isCleared(id)) this.#store.clear(id, false);
    }
    this.#startConfigured();
    return { status: 'Accepted' };
  }

  /** SetMonitoringLevel (N05): severities above the level are not told. */
  setLevel({ severity }: Ocpp21.SetMonitoringLevelRequest): Ocpp21.SetMonitoringLevelResponse {
    if (severity < 0 || severity > 9) {
      return { status: 'Rejected', statusInfo: { reasonCode: 'ValueOutOfRange' } };
    }
    return this.#keep(VARIABLE.monitoringLevel, String(severity))
      ? { status: 'Accepted' }
      : NO_ROOM;
  }

  #keep(variable: string, value: string): boolean {
    return this.#core.variables.putAll(new Map([[variable, value]]), []);
  }

  /** A variable has another value. */
  changed(index: number): void {
    for (const watch of this.#watches.values()) if (watch.monitor.index === index) watch.look(true);
  }

  /** What is derived from an EVSE's state may have changed; its transaction may have begun or ended. */
  evseChanged(evse: Evse): void {
    for (const watch of this.#watches.values()) {
      const wasExceeded = watch.exceeded;
      watch.adjust();
      this.#forgetLeft(watch, wasExceeded);
      const { evseId } = watch.spec;
      if (evseId === 0 || evseId === evse.id) watch.look();
    }
  }

  /** Monitors that fire meanwhile name the event as their cause (N07.FR.05). */
  causedBy(eventId: number, change: () => void): void {
    this.#cause = eventId;
    change();
    this.#cause = undefined;
  }

  #setOne(data: SetData): SetStatus {
    const found = findVariable(this.#core.variables, data.component, data.variable);
    if (typeof found === 'string') return { status: found };
    const spec = this.#core.variables.schema.specs[found];
    if (spec === undefined) return { status: 'UnknownVariable' };
    const before = data.id === undefined ? undefined : this.#watches.get(data.id);
    const conflict = data.id === undefined ? undefined : whyNotReplaced(before, found);
    if (conflict !== undefined) return rejected(conflict);
    const problem = monitorProblem(spec, data);
    if (problem !== undefined) {
      const additionalInfo = problem.problem;
      const statusInfo = { reasonCode: 'InvalidValue', additionalInfo };
      return { status: problem.status, statusInfo };
    }
    const twin = this.#twin(found, data);
    if (twin !== undefined) return { status: 'Duplicate' };
    const monitor = this.#customOf(data, found);
    if (!this.#store.keep(monitor, spec)) {
      return { status: 'Rejected', statusInfo: { reasonCode: 'OutOfStorage' } };
    }
    // Deltas and periods have nothing that could be exceeded.
    const wasExceeded =
      before?.exceeded === true && MONITOR_RULES[monitor.type].exceeds !== undefined;
    if (before !== undefined) {
      this.#stop(before);
      if (!wasExceeded) this.#store.setExceeded(monitor.id, false);
    }
    const watch = this.#place(monitor, wasExceeded);
    // The answer leaves before the first news of the monitor.
    this.#core.after(0, () => {
      if (this.#watches.get(monitor.id) !== watch) return;
      this.#start(watch);
      // N07.FR.11
      if (wasExceeded && watch.exceeded) watch.tellAgain();
    });
    return { status: 'Accepted', id: monitor.id };
  }

  /** N04.FR.10 */
  #twin(index: number, { id, type, severity }: SetData): Watch | undefined {
    return [...this.#watches.values()].find(
      ({ monitor }) =>
        monitor.index === index &&
        monitor.type === type &&
        monitor.severity === severity &&
        monitor.id !== id,
    );
  }

  #customOf(data: SetData, index: number): Monitor {
    const { type, severity, value, transaction = false, periodicEventStream: stream } = data;
    return {
      id: data.id ?? this.#freeId(),
      kind: 'CustomMonitor',
      index,
      type,
      severity,
      value,
      transaction,
      ...(stream !== undefined && { stream }),
    };
  }

  #freeId(): number {
    return 1 + Math.max(this.#configured.length, ...this.#watches.keys());
  }

  #clearOne(id: number): Ocpp21.ClearMonitoringStatusEnumType {
    const watch = this.#watches.get(id);
    if (watch === undefined) return 'NotFound';
    if (watch.monitor.kind === 'HardWiredMonitor') return 'Rejected';
    this.#remove(id);
    if (this.#configured.some((monitor) => monitor.id === id)) this.#store.clear(id, true);
    return 'Accepted';
  }

  #remove(id: number): void {
    const watch = this.#watches.get(id);
    if (watch === undefined) return;
    this.#stop(watch);
    this.#watches.delete(id);
    this.#store.clear(id, false);
  }

  #stop(watch: Watch): void {
    watch.stop();
    this.#streams.close(watch.monitor.id);
  }

  #startConfigured(): void {
    const base = this.#core.variables.text(VARIABLE.monitoringBase);
    for (const monitor of this.#configured) {
      const isOff = monitor.kind === 'PreconfiguredMonitor' && base === 'HardWiredOnly';
      if (isOff || this.#watches.has(monitor.id) || this.#store.isCleared(monitor.id)) continue;
      this.#restore(monitor);
    }
  }

  /** As it was before the reboot (N07.FR.14). */
  #restore(monitor: Monitor): void {
    this.#start(this.#place(monitor, this.#store.isExceeded(monitor.id)));
  }

  #place(monitor: Monitor, exceeded: boolean): Watch {
    const spec = this.#core.variables.spec(monitor.index);
    const watch = new Watch(this.#core, monitor, spec, exceeded, (alert) =>
      this.#fire(watch, alert),
    );
    this.#watches.set(monitor.id, watch);
    this.#forgetLeft(watch, exceeded);
    return watch;
  }

  /** What was exceeded when its transaction ended is no news for the next one, whatever reboots lie between. */
  #forgetLeft({ monitor, exceeded }: Watch, wasExceeded: boolean): void {
    if (wasExceeded && !exceeded) this.#store.setExceeded(monitor.id, false);
  }

  #start(watch: Watch): void {
    watch.adjust();
    if (watch.monitor.stream !== undefined) this.#streams.open(watch.monitor);
    if (this.#needsSamples(watch)) this.#sampleLater();
  }

  #needsSamples({ monitor }: Watch): boolean {
    const { trigger } = MONITOR_RULES[monitor.type];
    return trigger !== 'Periodic' && this.#core.variables.isLive(monitor.index);
  }

  #sampleLater(): void {
    this.#sampler ??= this.#core.after(SAMPLE_MS, () => {
      this.#sampler = undefined;
      const sampled = [...this.#watches.values()].filter((watch) => this.#needsSamples(watch));
      for (const watch of sampled) watch.look();
      if (sampled.length > 0) this.#sampleLater();
    });
  }

  #fire(watch: Watch, { monitor, actualValue, cleared }: Alert): void {
    const { variables } = this.#core;
    const { trigger } = MONITOR_RULES[monitor.type];
    if (trigger === 'Alerting') this.#store.setExceeded(monitor.id, !cleared);
    const level = variables.integer(VARIABLE.monitoringLevel);
    if (monitor.severity > level || !variables.boolean(VARIABLE.monitoringEnabled)) return;
    if (this.#streams.take(monitor, actualValue)) return;
    const { transactionId } = watch;
    this.#notifier.notify({
      trigger,
      actualValue,
      ...(cleared && { cleared }),
      ...(this.#cause !== undefined && { cause: this.#cause }),
      ...(transactionId !== undefined && { transactionId }),
      ...addressOf(watch.spec),
      variableMonitoringId: monitor.id,
      eventNotificationType: monitor.kind,
      severity: monitor.severity,
    });
  }
}

const NO_ROOM = { status: 'Rejected', statusInfo: { reasonCode: 'OutOfStorage' } } as const;

function configured(core: Core, config: MonitorConfig, id: number): Monitor {
  const { component, evseId = 0, connectorId = 0, variable, instance, hardWired, ...rest } = config;
  const name = variableName(component, evseId, connectorId, variable, instance);
  const index = core.variables.schema.indexByName.get(name);
  if (index === undefined) throw new Error(`The device model has no variable ${name}`);
  const kind = hardWired === true ? 'HardWiredMonitor' : 'PreconfiguredMonitor';
  return { transaction: false, ...rest, id, kind, index };
}

/** Why a monitor with this id cannot be replaced (N04.FR.13, .16, .18). */
function whyNotReplaced(before: Watch | undefined, index: number): string | undefined {
  if (before === undefined) return 'UnknownMonitor';
  if (before.monitor.index !== index) return 'OtherVariable';
  return before.monitor.kind === 'HardWiredMonitor' ? 'HardWired' : undefined;
}

function rejected(additionalInfo: string): SetStatus {
  return { status: 'Rejected', statusInfo: { reasonCode: 'InvalidValue', additionalInfo } };
}

/** MonitoringCtrlr.ItemsPerMessage: more is refused as a whole (N04.FR.09, N06.FR.06). */
function checkCount(items: number): void {
  if (items > ITEMS_PER_MESSAGE) {
    throw new RpcError(
      'OccurrenceConstraintViolation',
      `${items} items are more than ItemsPerMessage allows: ${ITEMS_PER_MESSAGE}`,
    );
  }
}
