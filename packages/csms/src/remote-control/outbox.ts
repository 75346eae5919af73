import type { Request, Response, Version } from '@northbound/protocol';
import { CommandError } from '../command-error.ts';
import type { Core } from '../core.ts';
import type { Station } from '../stations/station.ts';
import type { Statement } from '../store/database.ts';
import { type CommandRecord, isCommandName, isObject, type Protocols } from './command.ts';
import { loadOpenCommands } from './command-sql.ts';
import { complete, filledInField } from './fill-in.ts';
import { Journal } from './journal.ts';
import { type Plan, type Prepare, unsupported } from './plan.ts';
import { type LimitsOf, Planner } from './planning.ts';
import { CommandQueue, canWaitOn, isReachable, type Order, versionOf } from './queue.ts';
import { isIdempotent } from './rules.ts';
import type {
  CallName,
  CommandAnswer,
  CommandName,
  CommandRequest,
  CommandResult,
  Sending,
  SendOptions,
} from './sending.ts';

export interface OutboxParts {
  readonly core: Core;
  readonly protocols: Protocols;
  readonly limitsOf: LimitsOf;
  readonly prepare: Prepare;
  readonly onFailure: (error: unknown) => void;
}

const DEFAULT_TIMEOUT_S = 30;

/** Waiting commands of one station, at most. */
const MAX_WAITING = 1_000;

/** All commands to stations. Each is on disk as `sent` before it leaves: a crash sends nothing twice that may have arrived. */
export class Outbox implements Sending {
  readonly #core: Core;
  readonly #planner: Planner;
  readonly #journal: Journal;
  readonly #queue: CommandQueue;
  readonly #prepare: Prepare;

  constructor({ core, protocols, limitsOf, prepare, onFailure }: OutboxParts) {
    this.#core = core;
    this.#planner = new Planner(protocols, limitsOf);
    this.#journal = new Journal(core, protocols, onFailure);
    this.#queue = new CommandQueue(core, this.#journal, prepare, onFailure);
    this.#prepare = prepare;
  }

  /**
   * Takes up what an earlier run left: what waited goes on waiting, what may have arrived is not repeated blindly. Once
   * those outside can be told of it who may wait for the end of a command.
   *
   * @throws DatabaseError
   */
  async takeUp(): Promise<void> {
    const { database, clock } = this.#core;
    const open = await loadOpenCommands(database);
    const taken = open.map((record) => afterRestart(record, clock.epochMs()));
    const changed = taken.filter((record, index) => record !== open[index]);
    await Promise.all(changed.map((record) => this.#journal.store(record)));
    for (const record of taken) if (record.state === 'queued') this.#resume(record);
  }

  async send<C extends CommandName>(
    stationId: string,
    command: C,
    request: CommandRequest<C>,
    options: SendOptions,
  ): Promise<CommandResult<CommandAnswer<C>>> {
    return this.sendUnchecked(stationId, command, request, options);
  }

  /** As `send`, for a request that nobody has checked yet. */
  async sendUnchecked<C extends CommandName>(
    stationId: string,
    command: C,
    request: unknown,
    options: SendOptions,
  ): Promise<CommandResult<CommandAnswer<C>>> {
    const station = this.#core.stations.known(stationId);
    const id = this.#core.ids.next('commands');
    const completed = complete(this.#core, stationId, command, id, request);
    this.#planner.check(command, completed.request, versionOf(station));
    const record = this.#record(id, stationId, command, undefined, completed.request, options);
    const planFor = (version: Version) =>
      this.#planner.plan(station, version, command, completed.request);
    return this.#give(station, { record, planFor }, completed.statements);
  }

  async call<V extends Version, A extends CallName<V>>(
    stationId: string,
    version: V,
    action: A,
    payload: Request<V, A>,
    options: SendOptions,
  ): Promise<CommandResult<Response<V, A>>> {
    const station = this.#core.stations.known(stationId);
    const id = this.#core.ids.next('commands');
    const record = this.#record(id, stationId, action, version, payload, options);
    const planFor = async (spoken: Version) =>
      this.#planner.callPlan(spoken, version, action, payload);
    return this.#give(station, { record, planFor }, []);
  }

  /**
   * As `call`, for an action and a payload that nobody has checked yet, in the version that the station speaks.
   *
   * @throws CommandError `unknownAction`, `wrongDirection`, else as `call` does
   */
  async callUnchecked(
    stationId: string,
    action: string,
    payload: unknown,
    options: SendOptions,
  ): Promise<CommandResult<unknown>> {
    const station = this.#core.stations.known(stationId);
    const version = versionOf(station);
    const { queueForS: _cannotWait, ...withoutWaiting } = options;
    const id = this.#core.ids.next('commands');
    const record = this.#record(
      id,
      stationId,
      action,
      version,
      payload,
      // Without a version there is nothing to hold it against, now or later.
      version === undefined ? withoutWaiting : options,
    );
    return this.#give(station, { record, planFor: this.#rawPlans(record) }, []);
  }

  /**
   * Holds a request against 2.1 and what it forbids a CSMS, before it is known which station it goes to.
   *
   * @throws CommandError `invalidPayload`, `forbiddenByStandard`
   */
  check(command: CommandName, request: unknown): void {
    const field = filledInField(command);
    const completed =
      field !== undefined && isObject(request) ? { [field]: 0, ...request } : request;
    this.#planner.check(command, completed, undefined);
  }

  cancel(commandId: number): Promise<boolean> {
    return this.#queue.cancel(commandId);
  }

  /** What waits goes on waiting on disk. Resolves when what is under way is stored. */
  async close(): Promise<void> {
    await this.#queue.close();
    await this.#journal.close();
  }

  async #give<Answer>(
    station: Station,
    order: Order<Answer>,
    statements: readonly Statement[],
  ): Promise<CommandResult<Answer>> {
    const { record } = order;
    const { id, expiresAtMs } = record;
    const version = versionOf(station);
    const plan = version === undefined ? undefined : await order.planFor(version);
    const mustWait = !isReachable(station) || this.#queue.lengthOf(station.id) > 0;
    if (expiresAtMs !== undefined && mustWait) {
      const queued = { ...record, state: 'queued' } as const;
      return this.#putInLine({ ...order, record: queued, id, expiresAtMs }, statements);
    }
    if (plan === undefined || station.connection === undefined) {
      const reason = 'The station is not connected.';
      const end = { end: 'notSent', obstacle: 'notConnected', reason } as const;
      return this.#journal.addSettled(record, { messages: [], end }, statements);
    }
    await this.#prepare(station, id, plan);
    const sent = { ...record, state: 'sent', sentAtMs: this.#core.clock.epochMs() } as const;
    await this.#journal.add(sent, statements);
    const delivery = await this.#journal.deliver(station, sent, plan);
    if (expiresAtMs === undefined || !canWaitOn(record, delivery))
      return this.#journal.settle(sent, delivery);
    const queued = { ...record, state: 'queued' } as const;
    await this.#journal.store(queued);
    return this.#wait({ ...order, record: queued, id, expiresAtMs });
  }

  async #putInLine(
    order: Order<unknown> & { readonly id: number; readonly expiresAtMs: number },
    statements: readonly Statement[],
  ): Promise<{ commandId: number; state: 'queued'; expiresAtMs: number }> {
    const { stationId } = order.record;
    if (this.#queue.lengthOf(stationId) >= MAX_WAITING)
      throw new CommandError('conflict', `${MAX_WAITING} commands wait for ${stationId} already.`);
    await this.#journal.add(order.record, statements);
    return this.#wait(order);
  }

  #wait(order: Order<unknown> & { readonly id: number; readonly expiresAtMs: number }) {
    this.#queue.wait(order);
    // The station may have come while this was stored.
    this.#queue.workSoon(order.record.stationId);
    const { id, expiresAtMs } = order;
    return { commandId: id, state: 'queued', expiresAtMs } as const;
  }

  #resume(record: CommandRecord): void {
    const { id, stationId, command, request, callVersion, expiresAtMs = 0 } = record;
    const planFor = (version: Version): Promise<Plan<unknown>> => {
      if (callVersion !== undefined) return this.#rawPlans(record)(version);
      if (!isCommandName(command))
        throw new CommandError('unknownAction', `There is no ${command}.`);
      return this.#planner.plan(this.#core.stations.known(stationId), version, command, request);
    };
    this.#queue.wait({ id, record, expiresAtMs, planFor });
  }

  #rawPlans({ callVersion, command, request }: CommandRecord): Order<unknown>['planFor'] {
    return async (spoken) =>
      callVersion === spoken
        ? this.#planner.rawPlan(spoken, command, request)
        : unsupported(`The station speaks OCPP ${spoken} now.`);
  }

  #record(
    id: number,
    stationId: string,
    command: string,
    callVersion: Version | undefined,
    request: unknown,
    { by, campaignId, timeoutS = DEFAULT_TIMEOUT_S, queueForS }: SendOptions,
  ): CommandRecord {
    const nowMs = this.#core.clock.epochMs();
    return {
      id,
      stationId,
      command,
      callVersion,
      request,
      by,
      campaignId,
      requestedAtMs: nowMs,
      timeoutMs: timeoutS * 1000,
      expiresAtMs: queueForS === undefined ? undefined : nowMs + queueForS * 1000,
      state: 'sent',
      sentAtMs: undefined,
      settledAtMs: undefined,
      answer: undefined,
      accepted: undefined,
      cause: undefined,
      messages: [],
    };
  }
}

function afterRestart(record: CommandRecord, nowMs: number): CommandRecord {
  const { state, expiresAtMs, command } = record;
  const mayWait = expiresAtMs !== undefined && (state === 'queued' || isIdempotent(command));
  if (!mayWait) {
    const cause =
      'The CSMS ended before an answer came. The station may have acted on it all the same.';
    return { ...record, state: 'unknown', cause, settledAtMs: nowMs };
  }
  if (expiresAtMs <= nowMs) {
    const cause = 'Its time ran out while the CSMS was down.';
    return { ...record, state: 'expired', cause, settledAtMs: nowMs };
  }
  return state === 'queued' ? record : { ...record, state: 'queued' };
}
