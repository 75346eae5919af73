import { nameOf, type VariableSpec } from '../device-model/schema.ts';
import type { KeyValueStore } from '../nvm/storage.ts';
import { MONITOR_RULES, type Monitor } from './monitor.ts';

const MONITOR = 'monitoring:monitor:';
const EXCEEDED = 'monitoring:exceeded:';
const CLEARED = 'cleared';

/** A monitor as it is stored: its variable by name, because places change with the firmware. */
type Stored = Omit<Monitor, 'kind' | 'index'> & { readonly name: string };

/** What is remembered of monitors over reboots (N07.FR.13, N07.FR.14). */
export class MonitorStore {
  readonly #values: KeyValueStore;

  constructor(values: KeyValueStore) {
    this.#values = values;
  }

  /** Monitors that a CSMS set, the preconfigured ones it changed among them. */
  custom(indexByName: ReadonlyMap<string, number>): readonly Monitor[] {
    return this.#values.keys(MONITOR).flatMap((key) => {
      const stored = parse(this.#values.get(key) ?? '');
      const index = stored && indexByName.get(stored.name);
      // A monitor of a variable that is gone is gone, too.
      if (stored === undefined || index === undefined) return [];
      const { name, ...monitor } = stored;
      return [{ ...monitor, kind: 'CustomMonitor' as const, index }];
    });
  }

  /** @returns false when there is no room */
  keep(monitor: Monitor, spec: VariableSpec): boolean {
    const { kind, index, ...rest } = monitor;
    const name = nameOf(spec);
    return this.#values.store(MONITOR + monitor.id, JSON.stringify({ ...rest, name }));
  }

  /** @param isPreconfigured whether the firmware would bring it back without a trace of this */
  clear(id: number, isPreconfigured: boolean): void {
    if (isPreconfigured) this.#values.set(MONITOR + id, CLEARED);
    else this.#values.delete(MONITOR + id);
    this.#values.delete(EXCEEDED + id);
  }

  isCleared(id: number): boolean {
    return this.#values.get(MONITOR + id) === CLEARED;
  }

  isExceeded(id: number): boolean {
    return this.#values.get(EXCEEDED + id) !== undefined;
  }

  setExceeded(id: number, exceeded: boolean): void {
    if (exceeded) this.#values.set(EXCEEDED + id, '1');
    else this.#values.delete(EXCEEDED + id);
  }
}

function parse(text: string): Stored | undefined {
  if (text === CLEARED || text === '') return undefined;
  const value: unknown = JSON.parse(text);
  return isStored(value) ? value : undefined;
}

function isStored(value: unknown): value is Stored {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'number' &&
    'value' in value &&
    typeof value.value === 'number' &&
    'severity' in value &&
    typeof value.severity === 'number' &&
    'type' in value &&
    typeof value.type === 'string' &&
    Object.hasOwn(MONITOR_RULES, value.type) &&
    'name' in value &&
    typeof value.name === 'string'
  );
}
