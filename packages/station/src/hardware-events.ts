import type { Core } from './core.ts';
import { variableName } from './device-model/schema.ts';
import type { FaultReport } from './faults/fault.ts';
import type { Supervision } from './monitoring/supervision.ts';
import type { HardwareListener } from './ports.ts';

/** What 1.6 calls EVCommunicationError; shows at the component that makes the pilot. */
const PILOT_FAULT: FaultReport = {
  code: 'EVCommunicationError',
  component: { name: 'CPPWMController', variable: 'Problem' },
};

/** The lock of the socket at the station, not the one in the vehicle (CX001). */
const LOCK_FAULT: FaultReport = {
  code: 'ConnectorLockFailure',
  component: { name: 'ConnectorPlugRetentionLock', variable: 'Problem' },
};

/** Brings what the hardware reports to the EVSE, the variable or the fault that it is about. */
export class HardwareEvents implements HardwareListener {
  readonly #core: Pick<Core, 'evses' | 'variables'>;
  readonly #supervision: () => Supervision;

  constructor(core: Pick<Core, 'evses' | 'variables'>, supervision: () => Supervision) {
    this.#core = core;
    this.#supervision = supervision;
  }

  pilot(...[evseId, connectorId, reading]: Parameters<HardwareListener['pilot']>): void {
    this.#core.evses[evseId - 1]?.pilotChanged(connectorId, reading);
  }

  bay(evseId: number, occupied: boolean): void {
    this.#core.evses[evseId - 1]?.bayChanged(occupied);
  }

  fault(evseId: number, fault: string | FaultReport): void {
    const report = typeof fault === 'string' ? { code: fault } : fault;
    this.#supervision().faults.raise(evseId, report);
  }

  faultCleared(evseId: number, code?: string, measured?: string): void {
    this.#supervision().faults.clear(evseId, code, measured);
  }

  measured(...[place, value]: Parameters<HardwareListener['measured']>): void {
    const { name, evseId = 0, variable } = place;
    const { variables } = this.#core;
    const found = variableName(name, evseId, 0, variable, undefined);
    const index = variables.schema.indexByName.get(found);
    if (index !== undefined) variables.measured(index, value);
  }

  /** The control pilot of an EVSE fails, or works again. */
  pilotFailed(evseId: number, fails: boolean): void {
    this.#partFailed(evseId, fails, PILOT_FAULT);
  }

  /** A plug cannot be locked (G05), or is out again. */
  lockFailed(evseId: number, fails: boolean): void {
    this.#partFailed(evseId, fails, LOCK_FAULT);
  }

  #partFailed(evseId: number, fails: boolean, fault: FaultReport): void {
    if (fails) this.fault(evseId, fault);
    else this.faultCleared(evseId, fault.code);
  }
}
