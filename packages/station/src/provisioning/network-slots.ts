import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';

/** Of a slot, by the last part of its name in the schema. */
const SLOT_VARIABLES = [
  'ocppcsmsurl',
  'securityprofile',
  'messagetimeout',
  'ocppinterface',
  'ocppversion',
] as const;

type SlotVariable = (typeof SLOT_VARIABLES)[number];
/** What one slot holds, or some of it. */
export type SlotContent = Partial<Record<SlotVariable, string>>;

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

  content(slot: string): SlotContent {
    return Object.fromEntries(SLOT_VARIABLES.map((name) => [name, this.read(slot, name)]));
  }

  /** @returns false when flash has no room for it, and it will be forgotten with the power */
  put(slot: string, variable: SlotVariable, value: string): boolean {
    return this.#core.variables.putByName(nameIn(slot, variable), value);
  }

  /** @returns false when flash has no room for all of it */
  fill(slot: string, content: SlotContent): boolean {
    const stored = SLOT_VARIABLES.map((name) => {
      const value = content[name];
      return value === undefined || this.put(slot, name, value);
    });
    return !stored.includes(false);
  }
}

export function nameIn(slot: string, variable: SlotVariable): string {
  return `networkconfiguration[${slot}].${variable}`;
}
