import { type Entries, setAll } from '../nvm/set-all.ts';
import type { KeyValueStore } from '../nvm/storage.ts';
import { type DeviceModelSchema, nameOf, type VariableSpec } from './schema.ts';
import { listItems, valueProblem } from './values.ts';

const STORED = 'variable:';
const TARGET = '@target';

/** Reads a value that is measured or derived, not kept. */
export type LiveValue = (spec: VariableSpec) => string | undefined;

/** What came of setting a variable. */
export type SetOutcome =
  | { readonly status: 'Accepted' | 'RebootRequired' }
  | { readonly status: 'Rejected'; readonly reasonCode: string; readonly problem: string };

export const NO_ROOM = {
  status: 'Rejected',
  reasonCode: 'OutOfStorage',
  problem: 'finds no room',
} as const satisfies SetOutcome;

/**
 * The values of one station: only what differs from the schema's initial values takes memory, and
 * only what somebody set is stored.
 */
export class Variables {
  readonly schema: DeviceModelSchema;
  readonly #store: KeyValueStore;
  readonly #live: LiveValue;
  readonly #values = new Map<number, string>();
  #watcher: ((index: number) => void) | undefined;

  /** Takes over what was set before the last power cut. */
  constructor(schema: DeviceModelSchema, store: KeyValueStore, live: LiveValue) {
    this.schema = schema;
    this.#store = store;
    this.#live = live;
    for (const key of store.keys(STORED)) {
      const index = schema.indexByName.get(key.slice(STORED.length));
      const value = store.get(key);
      if (index !== undefined && value !== undefined) this.#values.set(index, value);
    }
  }

  /** Is told the place of each variable that gets another value; of live ones nobody is told. */
  watch(watcher: (index: number) => void): void {
    this.#watcher = watcher;
  }

  spec(index: number): VariableSpec {
    const spec = this.schema.specs[index];
    if (spec === undefined) throw new Error(`The device model has no variable ${index}`);
    return spec;
  }

  /** Whether the value is looked up each time, and changes without a word. */
  isLive(index: number): boolean {
    return this.#live(this.spec(index)) !== undefined;
  }

  /** The attribute Target, where the variable has one. */
  target(index: number): string | undefined {
    const spec = this.spec(index);
    if (spec.target === undefined) return undefined;
    return this.#store.get(STORED + nameOf(spec) + TARGET) ?? spec.target;
  }

  setTarget(index: number, value: string): SetOutcome {
    const spec = this.spec(index);
    const problem = valueProblem(spec, value);
    if (problem !== undefined) return { status: 'Rejected', reasonCode: 'InvalidValue', problem };
    if (!this.#store.set(STORED + nameOf(spec) + TARGET, value)) return NO_ROOM;
    this.#watcher?.(index);
    return { status: 'Accepted' };
  }

  /** Its value was set, and is kept elsewhere. */
  written(index: number): void {
    this.#watcher?.(index);
  }

  /** As the hardware measures it: lost with the power. */
  measured(index: number, value: string): void {
    if (this.read(index) === value) return;
    this.#values.set(index, value);
    this.#watcher?.(index);
  }

  /** What was set, by a CSMS or by the station itself; undefined for what never was. */
  keptByName(name: string): string | undefined {
    return this.#values.get(this.#index(name));
  }

  /** The actual value of a variable by its place in the schema. */
  read(index: number): string {
    const spec = this.spec(index);
    return this.#live(spec) ?? this.#values.get(index) ?? spec.initial;
  }

  /** As the CSMS may set it (2.1 part 2, B05): checked, stored, and in effect at once or from the next boot. */
  set(index: number, value: string): SetOutcome {
    const spec = this.spec(index);
    if (spec.mutability === 'ReadOnly') {
      return { status: 'Rejected', reasonCode: 'ReadOnly', problem: 'is read-only' };
    }
    const problem = valueProblem(spec, value);
    if (problem !== undefined) {
      return { status: 'Rejected', reasonCode: 'InvalidValue', problem };
    }
    if (this.#values.get(index) !== value && !this.#store.set(STORED + nameOf(spec), value)) {
      return NO_ROOM;
    }
    this.put(index, value);
    return { status: spec.needsReboot ? 'RebootRequired' : 'Accepted' };
  }

  /** As the station itself sets it. @returns false when flash has no room for it, and the power will take it away */
  put(index: number, value: string): boolean {
    if (this.#values.get(index) === value) return true;
    this.#values.set(index, value);
    const isStored = this.#store.set(STORED + nameOf(this.spec(index)), value);
    this.#watcher?.(index);
    return isStored;
  }

  putByName(name: string, value: string): boolean {
    return this.put(this.#index(name), value);
  }

  /**
   * As the station itself sets what belongs together.
   * @param values by the names of their variables
   * @param beside what is stored before them, by its own keys
   * @returns false when flash has no room for all of that, and nothing was changed
   */
  putAll(values: ReadonlyMap<string, string>, beside: Entries): boolean {
    const places = [...values].map(([name, value]) => [this.#index(name), value] as const);
    const stored = places.map(
      ([index, value]) => [STORED + nameOf(this.spec(index)), value] as const,
    );
    if (!setAll(this.#store, [...beside, ...stored])) return false;
    for (const [index, value] of places) this.put(index, value);
    return true;
  }

  text(name: string): string {
    return this.read(this.#index(name));
  }

  integer(name: string): number {
    return Number(this.text(name));
  }

  boolean(name: string): boolean {
    return this.text(name) === 'true';
  }

  list(name: string): readonly string[] {
    return listItems(this.text(name));
  }

  #index(name: string): number {
    const index = this.schema.indexByName.get(name);
    if (index === undefined) throw new Error(`The device model has no variable ${name}`);
    return index;
  }
}
