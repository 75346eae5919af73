import type { Timer } from '@northbound/rpc';
import { CommandError } from '../command-error.ts';
import type { Change, Core } from '../core.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { CommandRecord } from '../remote-control/command.ts';
import type { Outbox } from '../remote-control/outbox.ts';
import type { CommandAnswer, CommandName, CommandResult } from '../remote-control/sending.ts';
import type { Statement } from '../store/database.ts';
import { timestampOf } from '../timestamps.ts';
import {
  type CampaignRecord,
  campaignView,
  concurrencyOf,
  NEXT_STATES,
  type Target,
  whyStop,
} from './campaign.ts';
import { saveCampaign, saveTarget } from './sql.ts';
import { Targets } from './targets.ts';
import type { CampaignStep, CampaignView } from './views.ts';

export interface RunnerParts {
  readonly core: Core;
  readonly sending: Outbox;
  readonly jobs: Jobs;
  readonly onFailure: (error: unknown) => void;
}

/** Told that nothing more can happen in a campaign. */
type OnOver = (campaignId: number) => void;

/** What another part of the CSMS says of a step that waits for more than an answer. */
export interface Decision {
  readonly succeeded: boolean;
  readonly cause?: string;
  /** Of which command; the last one to the station when absent. */
  readonly commandId?: number;
}

export const CAMPAIGN_JOB = 'campaign';
export const STEP_JOB = 'campaign-step';

const DEFAULT_UNTIL_TIMEOUT_S = 3_600;

/** After a store that refused. */
const RETRY_AFTER_MS = 10_000;

/** Watchers hear of a campaign at most this often. */
const ANNOUNCE_AFTER_MS = 250;

/**
 * One campaign under way. A station is stored as `active` before its command is given, so that after a crash the record
 * of the command tells whether it was.
 */
export class CampaignRunner {
  readonly #parts: RunnerParts;
  readonly #targets: Targets;
  #record: CampaignRecord;
  /** Of the current wave. */
  #pending: string[];
  /** Commands that came to their end before it was known here that they had to wait. */
  readonly #early = new Map<number, CommandRecord>();
  /** What was decided of stations whose answer is still on the way. */
  readonly #decided = new Map<string, Decision>();
  readonly #onOver: OnOver;
  #retry: Timer | undefined;
  #announcement: Timer | undefined;
  #closed = false;

  constructor(
    parts: RunnerParts,
    record: CampaignRecord,
    targets: readonly Target[],
    onOver: OnOver,
  ) {
    this.#parts = parts;
    this.#onOver = onOver;
    this.#record = record;
    this.#targets = new Targets(parts.core.clock, targets);
    this.#pending = this.#pendingIds();
  }

  get view(): CampaignView {
    return campaignView(this.#record, this.#targets.counts);
  }

  get #isOver(): boolean {
    const { state } = this.#record;
    const { waiting } = this.#targets.counts;
    return (state === 'finished' || state === 'cancelled') && this.#targets.busy + waiting === 0;
  }

  close(): void {
    this.#closed = true;
    this.#retry?.cancel();
    this.#announcement?.cancel();
  }

  /** @throws CommandError `conflict` */
  async operate(operation: 'pause' | 'resume' | 'cancel'): Promise<void> {
    const { state, id, nextWaveAtMs } = this.#record;
    const next = NEXT_STATES[operation][state];
    if (next === undefined)
      throw new CommandError('conflict', `Campaign ${id} is ${state}: it cannot ${operation}.`);
    const { clock, database } = this.#parts.core;
    const changes: Change[] = [];
    const skipped: Statement[] = [];
    if (next === 'cancelled') {
      for (const target of this.#targets.in('pending'))
        skipped.push(saveTarget(this.#targets.change(target, { state: 'skipped' })));
      this.#record = { ...this.#record, endedAtMs: clock.epochMs() };
    }
    if (next === 'running' && nextWaveAtMs !== undefined)
      changes.push(this.#waveJob(Math.max(nextWaveAtMs, clock.epochMs())));
    this.#record = { ...this.#record, state: next, reason: undefined };
    const statements = changes.flatMap((change) => change.statements);
    await database.write([saveCampaign(this.#record), ...skipped, ...statements]);
    for (const change of changes) change.apply();
    if (next !== 'running') this.#recall();
    this.#goOn();
  }

  /** Begins, or goes on with the next wave: its time has come. */
  async timeHasCome(): Promise<void> {
    const { state, nextWaveAtMs, wave } = this.#record;
    if (state === 'scheduled') this.#record = { ...this.#record, state: 'running' };
    else if (state === 'running' && nextWaveAtMs !== undefined)
      this.#record = { ...this.#record, wave: wave + 1, nextWaveAtMs: undefined };
    else return;
    this.#pending = this.#pendingIds();
    await this.#parts.core.database.write([saveCampaign(this.#record)]);
    this.#goOn();
  }

  /** Goes on as far as it may now. */
  goOn(): void {
    this.#goOn();
  }

  /** A command of this campaign has come to its end. */
  settled(command: CommandRecord): void {
    const target = this.#targets.get(command.stationId);
    if (target === undefined) return;
    if (target.state === 'active' && command.id > (target.commandId ?? 0)) {
      this.#early.set(command.id, command);
    } else if (target.state === 'waiting' && target.commandId === command.id) {
      this.#take(target, command);
    } else if (target.state === 'failed' && target.commandId === command.id) {
      if (command.state === 'answeredLate' && command.accepted === true) this.#saidYes(target);
    }
  }

  /** What has become of a station that another process left, by the last command to it. */
  resume(stationId: string, command: CommandRecord | undefined): void {
    const target = this.#targets.get(stationId);
    if (target === undefined) return;
    const isOfThisStep =
      command !== undefined &&
      (target.state === 'waiting'
        ? command.id === target.commandId
        : command.id > (target.commandId ?? 0));
    if (!isOfThisStep) {
      this.#change(target, { state: 'pending' });
      this.#pending.push(stationId);
    } else if (command.state === 'queued') {
      this.#change(target, { state: 'waiting', commandId: command.id });
    } else {
      this.#take(target, command);
    }
  }

  decide(stationId: string, until: string, decision: Decision): void {
    const target = this.#targets.get(stationId);
    if (target === undefined || this.#stepOf(target)?.until !== until) return;
    // It may happen before the answer has come that the command was accepted.
    if (target.state === 'active' || target.state === 'waiting')
      this.#decided.set(stationId, decision);
    else if (target.state === 'awaiting' && isAbout(decision, target))
      this.#decideNow(target, decision);
  }

  /** What had to happen at a station did not happen in time. */
  tooLate(stationId: string): void {
    const target = this.#targets.get(stationId);
    if (target?.state !== 'awaiting') return;
    const { until = '', untilTimeoutS = DEFAULT_UNTIL_TIMEOUT_S } = this.#stepOf(target) ?? {};
    const cause = `The station said yes, and ${until} did not come within ${untilTimeoutS} s.`;
    this.#decideNow(target, { succeeded: false, cause });
  }

  #goOn(): void {
    if (this.#closed) return;
    this.#announce();
    if (this.#isOver) this.#onOver(this.#record.id);
    const { state, nextWaveAtMs } = this.#record;
    if (state !== 'running' || nextWaveAtMs !== undefined) return;
    const reason = whyStop(this.#record, this.#targets.counts);
    if (reason !== undefined) {
      this.#record = { ...this.#record, state: 'stopped', reason };
      this.#write([saveCampaign(this.#record)]);
      this.#recall();
      return;
    }
    const free = concurrencyOf(this.#record) - this.#targets.busy;
    const next = this.#pending.splice(0, Math.max(0, free));
    if (next.length > 0) void this.#start(next);
    else if (this.#pending.length === 0 && this.#targets.busy === 0) this.#endWave();
  }

  #endWave(): void {
    const { wave, waves, order } = this.#record;
    const nowMs = this.#parts.core.clock.epochMs();
    if (wave + 1 >= waves) {
      // Those that wait for their stations end when their time runs out, at the latest.
      if (this.#targets.counts.waiting > 0) return;
      this.#record = { ...this.#record, state: 'finished', endedAtMs: nowMs };
      this.#write([saveCampaign(this.#record)]);
      this.#onOver(this.#record.id);
      return;
    }
    const pauseMs = (order.pace?.pauseBetweenWavesS ?? 0) * 1000;
    this.#record = { ...this.#record, nextWaveAtMs: nowMs + pauseMs };
    const job = this.#waveJob(nowMs + pauseMs);
    this.#write([saveCampaign(this.#record), ...job.statements], job.apply);
  }

  #waveJob(dueAtMs: number): Change {
    return this.#parts.jobs.schedule({
      kind: CAMPAIGN_JOB,
      key: String(this.#record.id),
      dueAtMs,
    });
  }

  async #start(stationIds: readonly string[]): Promise<void> {
    const started = stationIds
      .map((stationId) => this.#targets.get(stationId))
      .filter((target) => target !== undefined)
      .map((target) => this.#targets.change(target, { state: 'active', cause: undefined }));
    try {
      await this.#parts.core.database.write(started.map(saveTarget));
    } catch (error) {
      this.#parts.onFailure(error);
      for (const target of started) this.#putBack(target);
      this.#goOnLater();
      return;
    }
    await Promise.all(started.map((target) => this.#send(target)));
  }

  async #send(target: Target): Promise<void> {
    const step = this.#stepOf(target);
    if (step === undefined) return;
    const { sending, onFailure } = this.#parts;
    const { id, createdBy, order } = this.#record;
    const queueForS = order.pace?.queueForS;
    try {
      const result = await sending.sendUnchecked(target.stationId, step.command, step.request, {
        by: createdBy,
        campaignId: id,
        ...(step.timeoutS === undefined ? {} : { timeoutS: step.timeoutS }),
        ...(queueForS === undefined ? {} : { queueForS }),
      });
      this.#sent(target, result);
    } catch (error) {
      if (error instanceof CommandError) {
        this.#end(target, 'failed', error.message);
        return;
      }
      onFailure(error);
      this.#putBack(target);
      this.#goOnLater();
    }
  }

  #sent(target: Target, result: CommandResult<CommandAnswer<CommandName>>): void {
    const { commandId } = result;
    const early = this.#early.get(commandId);
    this.#early.delete(commandId);
    const known = this.#targets.change(target, { commandId });
    if (result.state === 'queued') {
      const waiting = this.#change(known, { state: 'waiting' });
      if (early === undefined) this.#goOn();
      else this.#take(waiting, early);
    } else if (result.state === 'answered' && result.accepted) {
      this.#saidYes(known);
    } else {
      this.#end(known, 'failed', result.cause);
    }
  }

  /** A command that waited, or was left by another process, has come to its end. */
  #take(target: Target, { id, state, accepted, cause }: CommandRecord): void {
    const known = this.#targets.change(target, { commandId: id });
    if (accepted === true) {
      this.#saidYes(known);
    } else if (state !== 'cancelled') {
      this.#end(known, 'failed', cause);
    } else if (this.#record.state === 'paused' || this.#record.state === 'stopped') {
      this.#putBack(known);
      this.#goOn();
    } else {
      this.#end(known, 'skipped', cause);
    }
  }

  #saidYes(target: Target): void {
    const { until, untilTimeoutS = DEFAULT_UNTIL_TIMEOUT_S } = this.#stepOf(target) ?? {};
    if (until === undefined) {
      this.#nextStep(target);
      return;
    }
    const awaiting = this.#targets.change(target, { state: 'awaiting' });
    const decision = this.#decided.get(target.stationId);
    if (decision !== undefined && isAbout(decision, awaiting)) {
      this.#decideNow(awaiting, decision);
      return;
    }
    const timeOut = this.#parts.jobs.schedule({
      kind: STEP_JOB,
      key: this.#stepKey(target),
      dueAtMs: this.#parts.core.clock.epochMs() + untilTimeoutS * 1000,
    });
    this.#write([saveTarget(awaiting), ...timeOut.statements], timeOut.apply);
    this.#goOn();
  }

  #decideNow(target: Target, { succeeded, cause }: Decision): void {
    this.#decided.delete(target.stationId);
    const { statements } = this.#parts.jobs.cancel(STEP_JOB, this.#stepKey(target));
    this.#write(statements);
    if (succeeded) this.#nextStep(target);
    else this.#end(target, 'failed', cause);
  }

  #nextStep(target: Target): void {
    const step = target.step + 1;
    if (step < this.#record.order.steps.length && this.#record.state !== 'cancelled')
      void this.#continue(this.#targets.change(target, { state: 'active', step }));
    else this.#end(target, 'succeeded', undefined);
  }

  async #continue(target: Target): Promise<void> {
    this.#write([saveTarget(target)]);
    await this.#send(target);
  }

  #end(target: Target, state: 'succeeded' | 'failed' | 'skipped', cause: string | undefined): void {
    this.#change(target, { state, cause });
    this.#goOn();
  }

  #putBack(target: Target): void {
    this.#change(target, { state: 'pending' });
    this.#pending.push(target.stationId);
  }

  #recall(): void {
    for (const { commandId } of this.#targets.in('waiting'))
      if (commandId !== undefined)
        this.#parts.sending.cancel(commandId).catch(this.#parts.onFailure);
  }

  #change(target: Target, change: Partial<Target>): Target {
    const changed = this.#targets.change(target, change);
    this.#write([saveTarget(changed)]);
    return changed;
  }

  /** What cannot be stored is known all the same; after a restart the records of commands tell it again. */
  #write(statements: readonly Statement[], apply: () => void = () => undefined): void {
    this.#parts.core.database.write(statements).then(apply).catch(this.#parts.onFailure);
  }

  #goOnLater(): void {
    this.#retry ??= this.#parts.core.clock.after(RETRY_AFTER_MS, () => {
      this.#retry = undefined;
      this.#goOn();
    });
  }

  #stepOf({ step }: Target): CampaignStep | undefined {
    return this.#record.order.steps[step];
  }

  #stepKey({ stationId }: Target): string {
    return JSON.stringify([this.#record.id, stationId]);
  }

  #pendingIds(): string[] {
    return this.#targets
      .in('pending')
      .filter(({ wave }) => wave <= this.#record.wave)
      .map(({ stationId }) => stationId);
  }

  #announce(): void {
    const { bus, clock } = this.#parts.core;
    if (this.#announcement !== undefined || !bus.wants('campaign', '')) return;
    this.#announcement = clock.after(ANNOUNCE_AFTER_MS, () => {
      this.#announcement = undefined;
      const at = timestampOf(clock.epochMs());
      bus.publish({ type: 'campaign', at, stationId: '', campaign: this.view });
    });
  }
}

function isAbout({ commandId }: Decision, target: Target): boolean {
  return commandId === undefined || commandId === target.commandId;
}
