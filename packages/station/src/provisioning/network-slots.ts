import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';

/** Of a slot, by the last part of its name in the schema. */
type SlotVariable =
  | 'ocppcsmsurl'
  | 'securityprofile'
  | 'messagetimeout'
  | 'ocppinterface'
  | 'ocppversion';

/** What the slots of NetworkConfiguration hold, in the device model. */
export class NetworkSlots {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** OCPPCommCtrlr.NetworkConfigurationPriority. */
  get priority(): readonly string[] {
    return this.#core.variables.list(VARIABLE.networkPriority);
  }

  set priority(slots: readonly string[]) {
    this.#core.variables.putByName(VARIABLE.networkPriority, slots.join());
  }

  securityProfileOf(slot: string): number {
    return Number(this.read(slot, 'securityprofile'));
  }

  read(slot: string, variable: SlotVariable): string {
    return this.#core.variables.text(nameIn(slot, variable));
  }

  put(slot: string, variable: SlotVariable, value: string): void {
    this.#core.variables.putByName(nameIn(slot, variable), value);
  }
}

export function nameIn(slot: string, variable: SlotVariable): string {
  return `networkconfiguration[${slot}].${variable}`;
}
