import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import type { Entries } from '../nvm/set-all.ts';

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

  put(slot: string, variable: SlotVariable, value: string): void {
    this.#core.variables.putByName(nameIn(slot, variable), value);
  }

  /**
   * What a slot holds from now on, with values that are stored before it and the priority after it.
   * @returns false when flash has no room for all of that, and nothing was changed
   */
  fill(slot: string, content: SlotContent, beside: Entries, priority?: readonly string[]): boolean {
    const values = new Map(
      SLOT_VARIABLES.flatMap((name) => {
        const value = content[name];
        return value === undefined ? [] : [[nameIn(slot, name), value]];
      }),
    );
    if (priority !== undefined) values.set(VARIABLE.networkPriority, priority.join());
    return this.#core.variables.putAll(values, beside);
  }
}

export function nameIn(slot: string, variable: SlotVariable): string {
  return `networkconfiguration[${slot}].${variable}`;
}
