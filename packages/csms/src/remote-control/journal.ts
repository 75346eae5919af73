import type { CallOutcome, Timer } from '@northbound/rpc';
import { type Core, commit } from '../core.ts';
import type { Station } from '../stations/station.ts';
import type { Statement } from '../store/database.ts';
import { timestampOf } from '../timestamps.ts';
import { telling } from '../webhooks/outgoing.ts';
import type { CommandRecord, Protocols } from './command.ts';
import { findCommand, insertCommand, updateCommand } from './command-sql.ts';
import { commandView } from './command-view.ts';
import { type Delivery, deliver } from './delivery.ts';
import type { Plan, Step } from './plan.ts';
import type { CommandResult } from './sending.ts';
import { lateSettlement, settlementOf } from './settlement.ts';
import { vouching } from './vouching.ts';

/** After a store that refused. */
const RETRY_AFTER_MS = 10_000;

interface SentStep {
  readonly commandId: number;
  readonly step: Step<unknown>;
  readonly isWhole: boolean;
}

/** Writes down what happens to commands, and tells it: each state is on disk before anybody hears of it. */
export class Journal {
  readonly #core: Core;
  readonly #protocols: Protocols;
  readonly #onFailure: (error: unknown) => void;
  /** A late answer comes with the payload that it belongs to. */
  readonly #sentSteps = new WeakMap<object, SentStep>();
  readonly #settling = new Map<number, Promise<void>>();
  /** Ends that the store refused; they are tried again. */
  readonly #unstored = new Map<number, CommandRecord>();
  #retry: Timer | undefined;

  constructor(core: Core, protocols: Protocols, onFailure: (error: unknown) => void) {
    this.#core = core;
    this.#protocols = protocols;
    this.#onFailure = onFailure;
    core.signals.on('answeredLate', ({ request, answer }) => {
      this.#late(request, answer).catch(onFailure);
    });
  }

  /** A new command, in one batch with what belongs to it. */
  async add(record: CommandRecord, statements: readonly Statement[]): Promise<void> {
    await this.#commit(record, [...statements, insertCommand(record)]);
  }

  async store(record: CommandRecord): Promise<void> {
    await this.#commit(record, [updateCommand(record)]);
  }

  /** Sends it; the record must be stored as `sent`. */
  deliver<Answer>(
    station: Station,
    { id, timeoutMs }: CommandRecord,
    plan: Plan<Answer>,
  ): Promise<Delivery<Answer>> {
    const isWhole = plan.steps.length === 1;
    const onSending = (payload: object, step: Step<unknown>) => {
      this.#sentSteps.set(payload, { commandId: id, step, isWhole });
    };
    return deliver({ protocols: this.#protocols, station, timeoutMs, onSending }, plan);
  }

  /** A new command that comes to its end at once: nothing of it leaves. */
  async addSettled<Answer>(
    given: CommandRecord,
    delivery: Delivery<Answer>,
    statements: readonly Statement[],
  ): Promise<CommandResult<Answer>> {
    const { record, result } = settlementOf(given, delivery, this.#core.clock.epochMs());
    await this.add(record, statements);
    this.#core.signals.emit('commandSettled', { command: record });
    return result;
  }

  /** What was done is done: when its end cannot be stored, the caller hears of it all the same. */
  async settle<Answer>(
    sent: CommandRecord,
    delivery: Delivery<Answer>,
  ): Promise<CommandResult<Answer>> {
    const { record, result } = settlementOf(sent, delivery, this.#core.clock.epochMs());
    await this.#storeEnd(record);
    return result;
  }

  /** A command that waited comes to its end without having been sent. */
  async end(
    record: CommandRecord,
    state: 'cancelled' | 'expired' | 'notSent',
    cause: string,
  ): Promise<void> {
    await this.#storeEnd({ ...record, state, cause, settledAtMs: this.#core.clock.epochMs() });
  }

  /** Resolves when every end that came so far is stored, or could not be. */
  async close(): Promise<void> {
    this.#retry?.cancel();
    await Promise.all(this.#settling.values());
  }

  async #storeEnd(record: CommandRecord): Promise<void> {
    const stored = this.store(record).catch((error: unknown) => {
      this.#onFailure(error);
      this.#storeLater(record);
    });
    this.#settling.set(record.id, stored);
    await stored;
    this.#settling.delete(record.id);
    this.#core.signals.emit('commandSettled', { command: record });
  }

  /** Until then a restart would find it as `sent`, and call it unknown. */
  #storeLater(record: CommandRecord): void {
    this.#unstored.set(record.id, record);
    this.#retry ??= this.#core.clock.after(RETRY_AFTER_MS, () => {
      this.#retry = undefined;
      const waiting = [...this.#unstored.values()];
      this.#unstored.clear();
      for (const each of waiting) this.store(each).catch(() => this.#storeLater(each));
    });
  }

  async #late(request: object, answer: CallOutcome<unknown>): Promise<void> {
    const sent = this.#sentSteps.get(request);
    if (sent === undefined) return;
    const { commandId, step, isWhole } = sent;
    // That it timed out may be on its way to the disk.
    await this.#settling.get(commandId);
    const record = await findCommand(this.#core.database, commandId);
    if (record?.state !== 'timedOut') return;
    const nowMs = this.#core.clock.epochMs();
    await this.#storeEnd(lateSettlement(record, step, isWhole, answer, this.#protocols, nowMs));
  }

  #commit(record: CommandRecord, statements: readonly Statement[]): Promise<void> {
    const { stationId } = record;
    const stored = { statements: [...statements, ...vouching(record)], apply: () => undefined };
    const told = telling(this.#core, stored, 'command', stationId, () => {
      const at = timestampOf(this.#core.clock.epochMs());
      return { type: 'command', at, stationId, command: commandView(record) };
    });
    return commit(this.#core, told);
  }
}
