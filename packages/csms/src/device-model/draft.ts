import type { Core } from '../core.ts';
import type { Statement } from '../store/database.ts';
import { appendHistory, type HistoryEntry } from './history.ts';
import { removeVariable, saveVariable } from './sql.ts';
import type { TwinVariable } from './variable.ts';

type Kind = HistoryEntry['kind'];

/** What changes in the twin of one station: nothing of it is seen before it is on disk. */
export class Draft {
  readonly #core: Core;
  readonly #stationId: string;
  readonly #before: ReadonlyMap<string, TwinVariable>;
  /** By key; undefined for one that is removed. */
  readonly #changed = new Map<string, TwinVariable | undefined>();
  readonly #history: Statement[] = [];

  constructor(core: Core, stationId: string, before: ReadonlyMap<string, TwinVariable>) {
    this.#core = core;
    this.#stationId = stationId;
    this.#before = before;
  }

  get nowMs(): number {
    return this.#core.clock.epochMs();
  }

  get(key: string): TwinVariable | undefined {
    return this.#changed.has(key) ? this.#changed.get(key) : this.#before.get(key);
  }

  put(variable: TwinVariable): void {
    this.#changed.set(variable.key, variable);
  }

  remove(key: string): void {
    this.#changed.set(key, undefined);
  }

  /** Adds a line to the history of an attribute. */
  note(key: string, kind: Kind, value: string | undefined, detail?: string): void {
    const entry: HistoryEntry = {
      id: this.#core.ids.next('variable_history'),
      stationId: this.#stationId,
      key,
      atMs: this.nowMs,
      kind,
      value,
      detail,
    };
    this.#history.push(appendHistory(entry));
  }

  /** All attributes as they are with the changes. */
  *values(): Generator<TwinVariable> {
    for (const [key, variable] of this.#before) if (!this.#changed.has(key)) yield variable;
    for (const variable of this.#changed.values()) if (variable !== undefined) yield variable;
  }

  get size(): number {
    let size = this.#before.size;
    for (const [key, variable] of this.#changed) {
      if (variable === undefined) size -= this.#before.has(key) ? 1 : 0;
      else if (!this.#before.has(key)) size += 1;
    }
    return size;
  }

  get changes(): number {
    return this.#changed.size;
  }

  statements(): Statement[] {
    const rows = [...this.#changed].map(([key, variable]) =>
      variable === undefined
        ? removeVariable(this.#stationId, key)
        : saveVariable(this.#stationId, variable),
    );
    return [...rows, ...this.#history];
  }

  applyTo(variables: Map<string, TwinVariable>): void {
    for (const [key, variable] of this.#changed) {
      if (variable === undefined) variables.delete(key);
      else variables.set(key, variable);
    }
  }
}
