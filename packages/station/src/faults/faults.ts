import type { Core } from '../core.ts';
import { addressOf, type VariableAddress } from '../device-model/address.ts';
import { variableName } from '../device-model/schema.ts';
import type { Evse } from '../evse/evse.ts';
import type { Monitors } from '../monitoring/monitors.ts';
import type { EventNotifier } from '../monitoring/notifier.ts';
import { parseEvent } from '../monitoring/stored-event.ts';
import { type Fault, type FaultPlace, type FaultReport, faultRule } from './fault.ts';

const STORED = 'fault:';

interface ActiveFault {
  readonly fault: Fault;
  /** Its variable, by its place in the schema. */
  readonly index: number;
  readonly eventId: number;
  /** The transaction of the EVSE when it came. */
  readonly transactionId: string | undefined;
}

/**
 * What fails at the station and at its EVSEs, several at once: tells it, makes connectors Faulted,
 * ends sessions (2.1 part 2, N07 hard-wired notifications; MREC).
 */
export class Faults {
  readonly #core: Core;
  readonly #notifier: EventNotifier;
  readonly #monitors: Monitors;
  readonly #active: ActiveFault[] = [];

  constructor(core: Core, notifier: EventNotifier, monitors: Monitors) {
    this.#core = core;
    this.#notifier = notifier;
    this.#monitors = monitors;
  }

  /** A reboot looks anew: what was active before it is over, unless the hardware reports it again. */
  begin(): void {
    const { values } = this.#core.storage;
    for (const key of values.keys(STORED).toSorted()) {
      const before = parseEvent(values.get(key));
      if (before !== undefined) {
        const { eventId, timestamp, cause, severity = 3, ...rest } = before;
        const actualValue = rest.actualValue === 'true' ? 'false' : rest.actualValue;
        this.#notifier.notify({ ...rest, actualValue, severity, cleared: true });
      }
      // In this order: what the power cuts short is told once more.
      values.delete(key);
    }
  }

  /** @param evseId 0 for the whole station */
  raise(evseId: number, report: FaultReport): void {
    const { component, ...rest } = report;
    const fault: Fault = { ...rest, evseId, rule: faultRule(report) };
    if (this.#find(evseId, fault.code) !== undefined || !this.#exists(evseId)) return;
    const index = this.#indexOf(fault);
    const evses = this.#evsesOf(fault);
    const transactionId = evses
      .map(({ transaction }) => transaction.running?.transactionId)
      .find((id) => id !== undefined);
    const eventId = this.#tell(fault, index, transactionId);
    this.#active.push({ fault, index, eventId, transactionId });
    this.#core.tell({ type: 'fault', evseId, code: fault.code, active: true });
    // The root of a chain of events is told before what follows from it.
    this.#notifier.flush();
    this.#monitors.causedBy(eventId, () => {
      this.#core.variables.measured(index, this.#valueOf(index, fault.measured));
      const { blocks, ends } = fault.rule;
      if (!blocks && ends === undefined) return;
      for (const evse of evses) evse.fault({ blocks, ends });
    });
  }

  /**
   * @param code absent for everything that fails there
   * @param measured the value that is back in its range
   */
  clear(evseId: number, code?: string, measured?: string): void {
    const over = this.#active.filter(
      ({ fault }) => fault.evseId === evseId && (code === undefined || fault.code === code),
    );
    for (const active of over) this.#clear(active, measured);
  }

  /** One-off faults are over when the vehicle has left or the next transaction has begun. */
  evseChanged(evse: Evse): void {
    if (this.#active.length === 0) return;
    const running = evse.transaction.running?.transactionId;
    for (const active of [...this.#active]) {
      const { fault, transactionId } = active;
      const isNextSession = running !== undefined && running !== transactionId;
      const isOver = fault.rule.isOneOff && (!evse.connected || isNextSession);
      if (isOver && fault.evseId === evse.id) this.#clear(active, undefined);
    }
  }

  /** What fails at an EVSE, or with the whole station; what blocks it first. */
  at(evseId: number): readonly Fault[] {
    return this.#active
      .map(({ fault }) => fault)
      .filter((fault) => fault.evseId === evseId || fault.evseId === 0)
      .toSorted((left, right) => Number(right.rule.blocks) - Number(left.rule.blocks));
  }

  /** The event from which it follows that the EVSE is Faulted. */
  blockingEventId(evseId: number): number | undefined {
    return this.#active.find(
      ({ fault }) => fault.rule.blocks && (fault.evseId === evseId || fault.evseId === 0),
    )?.eventId;
  }

  #clear(active: ActiveFault, measured: string | undefined): void {
    const { fault, index } = active;
    this.#active.splice(this.#active.indexOf(active), 1);
    const { evseId, code } = fault;
    const value = this.#valueOf(index, measured);
    const eventId = this.#notifier.notify({
      ...this.#eventOf(fault, index, active.transactionId),
      // Another fault may show in the same place: this one is over all the same.
      actualValue: value === 'true' ? 'false' : value,
      cleared: true,
    });
    this.#core.storage.values.delete(keyOf(fault));
    this.#core.tell({ type: 'fault', evseId, code, active: false });
    this.#notifier.flush();
    this.#monitors.causedBy(eventId, () => {
      this.#core.variables.measured(index, value);
      if (!fault.rule.blocks) return;
      for (const evse of this.#evsesOf(fault)) {
        if (this.blockingEventId(evse.id) === undefined) evse.faultCleared();
      }
    });
  }

  #tell(fault: Fault, index: number, transactionId: string | undefined): number {
    const root = this.#find(fault.evseId, fault.causedBy) ?? this.#find(0, fault.causedBy);
    const occurrence = {
      ...this.#eventOf(fault, index, transactionId),
      timestamp: this.#core.clock.timestamp(),
      actualValue: this.#valueOf(index, fault.measured, true),
      ...(root !== undefined && { cause: root.eventId }),
    };
    const eventId = this.#notifier.notify(occurrence);
    this.#core.storage.values.set(keyOf(fault), JSON.stringify({ ...occurrence, eventId }));
    return eventId;
  }

  #eventOf({ code, techInfo, rule }: Fault, index: number, transactionId: string | undefined) {
    return {
      trigger: 'Alerting',
      techCode: code.slice(0, 50),
      ...(techInfo !== undefined && { techInfo: techInfo.slice(0, 500) }),
      ...(transactionId !== undefined && { transactionId }),
      ...this.#addressOf(index),
      eventNotificationType: 'HardWiredNotification',
      severity: rule.severity,
    } as const;
  }

  #addressOf(index: number): VariableAddress {
    return addressOf(this.#core.variables.spec(index));
  }

  /** What a variable shows now: whether anything fails there, or what was measured. */
  #valueOf(index: number, measured: string | undefined, isNew = false): string {
    const { dataType, initial } = this.#core.variables.spec(index);
    const fails = isNew || this.#active.some((active) => active.index === index);
    if (dataType === 'boolean') return String(fails);
    return measured ?? (fails ? this.#core.variables.read(index) : initial);
  }

  #find(evseId: number, code: string | undefined): ActiveFault | undefined {
    return this.#active.find(({ fault }) => fault.evseId === evseId && fault.code === code);
  }

  #exists(evseId: number): boolean {
    return evseId === 0 || this.#core.evses[evseId - 1] !== undefined;
  }

  #evsesOf({ evseId }: Fault): readonly Evse[] {
    return this.#core.evses.filter(({ id }) => evseId === 0 || id === evseId);
  }

  /**
   * Where the fault shows: at the component that the code names, or nearest to it among those that
   * this station has.
   */
  #indexOf({ evseId, connectorId, rule }: Fault): number {
    const connector = connectorId ?? (this.#core.evses[evseId - 1]?.connectorId || 1);
    const { name, variable } = rule.place;
    const places: readonly FaultPlace[] = [
      rule.place,
      ...(variable === 'DCVoltage' ? [{ name, variable: 'ACVoltage' }] : []),
      { name, variable: 'Problem' },
      evseId === 0 ? STATION : { name: 'EVSE', variable: 'Problem' },
    ];
    for (const place of places) {
      for (const [evse, connectorAt] of [
        [evseId, connector],
        [evseId, 0],
        [0, 0],
      ] as const) {
        const index = this.#core.variables.schema.indexByName.get(
          variableName(place.name, evse, evse === 0 ? 0 : connectorAt, place.variable, undefined),
        );
        if (index !== undefined) return index;
      }
    }
    throw new Error(`The device model has no place for ${name}.${variable}`);
  }
}

const STATION: FaultPlace = { name: 'ChargingStation', variable: 'Problem' };

function keyOf({ evseId, code }: Fault): string {
  return `${STORED}${evseId}/${code}`;
}
