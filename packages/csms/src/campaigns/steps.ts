import { CommandError } from '../command-error.ts';
import type { Change, Core } from '../core.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { CommandRecord } from '../remote-control/command.ts';
import type { Outbox } from '../remote-control/outbox.ts';
import type { CommandAnswer, CommandName, CommandResult } from '../remote-control/sending.ts';
import type { Statement } from '../store/database.ts';
import type { CampaignRecord, Target } from './campaign.ts';
import { saveTarget } from './sql.ts';
import type { Targets } from './targets.ts';
import type { CampaignStep, Effect } from './views.ts';

export interface RunnerParts {
  readonly core: Core;
  readonly sending: Outbox;
  readonly jobs: Jobs;
  readonly onFailure: (error: unknown) => void;
}

/** What another part of the CSMS says of a step that waits for more than an answer. */
export interface Decision {
  readonly succeeded: boolean;
  readonly cause?: string;
  /** Of which command; the last one to the station when absent. */
  readonly commandId?: number;
}

/** The campaign around the steps of its stations. */
export interface Campaign {
  readonly record: CampaignRecord;
  /** Something has changed: there may be more to do. */
  goOn(): void;
  /** The store refused: the same, after a while. */
  goOnLater(): void;
  /** The station is to be started again when its turn comes. */
  putBack(stationId: string): void;
  /** Whether it has to come back first. */
  isExpected(stationId: string): boolean;
}

export const STEP_JOB = 'campaign-step';

const DEFAULT_UNTIL_TIMEOUT_S = 3_600;

/**
 * What happens at each station of a campaign: its commands one after the other, and what has to come of them. A station
 * is stored as `active` before its command is given, so that after a crash the record of the command tells whether it
 * was.
 */
export class StationSteps {
  readonly #parts: RunnerParts;
  readonly #targets: Targets;
  readonly #campaign: Campaign;
  /** Commands that came to their end before it was known here that they had to wait. */
  readonly #early = new Map<number, CommandRecord>();
  /** What was decided of stations whose answer is still on the way. */
  readonly #decided = new Map<string, Decision>();

  /** Stations whose last change the store refused. */
  readonly #unstored = new Set<string>();
  /** Commands that were taken back from here, and not by an operator. */
  readonly #recalled = new Set<number>();

  constructor(parts: RunnerParts, targets: Targets, campaign: Campaign) {
    this.#parts = parts;
    this.#targets = targets;
    this.#campaign = campaign;
  }

  async start(stationIds: readonly string[]): Promise<void> {
    const started = stationIds
      .map((stationId) => this.#targets.get(stationId))
      .filter((target) => target !== undefined)
      .map((target) => this.#targets.change(target, { state: 'active', cause: undefined }));
    try {
      await this.#parts.core.database.write(started.map(saveTarget));
    } catch (error) {
      this.#parts.onFailure(error);
      for (const target of started) this.#putBack(target);
      this.#campaign.goOnLater();
      return;
    }
    await Promise.all(started.map((target) => this.#send(target)));
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
    if (!isOfThisStep) this.#putBack(target);
    else if (command.state === 'queued')
      this.#change(target, { state: 'waiting', commandId: command.id });
    else this.#take(target, command);
  }

  decide(stationId: string, until: Effect, decision: Decision): void {
    const target = this.#targets.get(stationId);
    if (target === undefined || this.#stepOf(target)?.until !== until) return;
    // It may happen before the answer has come that the command was accepted.
    if (target.state === 'active' || target.state === 'waiting')
      this.#decided.set(stationId, decision);
    else if (target.state === 'awaiting' && isAbout(decision, target))
      this.#decideNow(target, decision);
  }

  /** What has to happen at which stations, and after which command. */
  get awaited() {
    return this.#targets.in('awaiting').flatMap((target) => {
      const { stationId, commandId } = target;
      const until = this.#stepOf(target)?.until;
      return until === undefined || commandId === undefined
        ? []
        : [{ stationId, until, commandId }];
    });
  }

  /** What has to happen at a station that was removed will not. */
  removed(stationId: string): void {
    const target = this.#targets.get(stationId);
    if (target?.state !== 'awaiting') return;
    this.#decideNow(target, { succeeded: false, cause: 'The station was removed.' });
  }

  /** What had to happen at a station did not happen in time. */
  tooLate(stationId: string): void {
    const target = this.#targets.get(stationId);
    if (target?.state !== 'awaiting') return;
    const { until = '', untilTimeoutS = DEFAULT_UNTIL_TIMEOUT_S } = this.#stepOf(target) ?? {};
    const cause = `The station said yes, and ${until} did not come within ${untilTimeoutS} s.`;
    this.#decideNow(target, { succeeded: false, cause });
  }

  get hasUnstored(): boolean {
    return this.#unstored.size > 0;
  }

  /** What the store has refused so far, as it is now. */
  takeUnstored(): { readonly stationId: string; readonly change: Change }[] {
    const stationIds = [...this.#unstored];
    this.#unstored.clear();
    return stationIds
      .map((stationId) => this.#targets.get(stationId))
      .filter((target) => target !== undefined)
      .map((target) => {
        const timeOut = target.state === 'awaiting' ? this.#timeOut(target) : undefined;
        const statements = [saveTarget(target), ...(timeOut?.statements ?? [])];
        const change = { statements, apply: () => timeOut?.apply() };
        return { stationId: target.stationId, change };
      });
  }

  /** These are to be stored later. */
  keepUnstored(stationIds: Iterable<string>): void {
    for (const stationId of stationIds) this.#unstored.add(stationId);
  }

  /** Takes back what waits for its station; what comes of that is told as the end of the command. */
  recall(): void {
    for (const { commandId } of this.#targets.in('waiting')) {
      if (commandId === undefined) continue;
      this.#recalled.add(commandId);
      this.#parts.sending.cancel(commandId).catch(this.#parts.onFailure);
    }
  }

  async #send(target: Target): Promise<void> {
    const step = this.#stepOf(target);
    if (step === undefined) return;
    this.#decided.delete(target.stationId);
    const result = await this.#give(target.stationId, step);
    if (result instanceof CommandError) this.#end(target, 'failed', result.message);
    else if (result !== undefined) this.#sent(target, result);
    else {
      this.#putBack(target);
      this.#campaign.goOnLater();
    }
  }

  /** @returns why it cannot be sent to this station; undefined when the store refused: then nothing was sent */
  async #give(
    stationId: string,
    step: CampaignStep,
  ): Promise<CommandResult<CommandAnswer<CommandName>> | CommandError | undefined> {
    const { id, createdBy, order } = this.#campaign.record;
    const queueForS = order.pace?.queueForS;
    const { timeoutS } = step;
    try {
      return await this.#parts.sending.sendUnchecked(stationId, step.command, step.request, {
        by: createdBy,
        campaignId: id,
        ...(timeoutS === undefined ? {} : { timeoutS }),
        ...(queueForS === undefined ? {} : { queueForS }),
      });
    } catch (error) {
      if (error instanceof CommandError) return error;
      this.#parts.onFailure(error);
      return undefined;
    }
  }

  #sent(target: Target, result: CommandResult<CommandAnswer<CommandName>>): void {
    const { commandId } = result;
    const early = this.#early.get(commandId);
    this.#early.delete(commandId);
    const known = this.#targets.change(target, { commandId });
    if (result.state === 'queued') {
      const waiting = this.#change(known, { state: 'waiting' });
      if (early === undefined) this.#campaign.goOn();
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
    const wasRecalled = this.#recalled.delete(id) || this.#isHeld;
    if (accepted === true) this.#saidYes(known);
    else if (state !== 'cancelled') this.#end(known, 'failed', cause);
    else if (wasRecalled && this.#campaign.record.state !== 'cancelled') this.#restart(known);
    else this.#end(known, 'skipped', cause);
  }

  #saidYes(target: Target): void {
    if (this.#stepOf(target)?.until === undefined) {
      this.#nextStep(target);
      return;
    }
    const awaiting = this.#targets.change(target, { state: 'awaiting' });
    const decision = this.#decided.get(target.stationId);
    if (decision !== undefined && isAbout(decision, awaiting)) {
      this.#decideNow(awaiting, decision);
      return;
    }
    const timeOut = this.#timeOut(awaiting);
    this.#write(awaiting, [saveTarget(awaiting), ...timeOut.statements], timeOut.apply);
    this.#campaign.goOn();
  }

  /** The job that ends the wait of a station. */
  #timeOut(target: Target): Change {
    const { untilTimeoutS = DEFAULT_UNTIL_TIMEOUT_S } = this.#stepOf(target) ?? {};
    const dueAtMs = target.updatedAtMs + untilTimeoutS * 1000;
    return this.#parts.jobs.schedule({ kind: STEP_JOB, key: this.#stepKey(target), dueAtMs });
  }

  #decideNow(target: Target, { succeeded, cause }: Decision): void {
    this.#decided.delete(target.stationId);
    this.#write(target, this.#parts.jobs.cancel(STEP_JOB, this.#stepKey(target)).statements);
    if (succeeded) this.#nextStep(target);
    else this.#end(target, 'failed', cause);
  }

  #nextStep(target: Target): void {
    const { order, state } = this.#campaign.record;
    const step = target.step + 1;
    if (step >= order.steps.length) {
      this.#end(target, 'succeeded', undefined);
    } else if (state === 'cancelled') {
      this.#end(target, 'skipped', 'The campaign was cancelled before its next step.');
    } else if (this.#isHeld || this.#campaign.isExpected(target.stationId)) {
      this.#putBack(this.#targets.change(target, { step }));
    } else {
      void this.#send(this.#change(target, { state: 'active', step }));
    }
  }

  /** Whether nothing more is to be sent for now. */
  get #isHeld(): boolean {
    const { state } = this.#campaign.record;
    return state === 'paused' || state === 'stopped';
  }

  #end(target: Target, state: 'succeeded' | 'failed' | 'skipped', cause: string | undefined): void {
    this.#change(target, { state, cause });
    this.#campaign.goOn();
  }

  /** The campaign may have been resumed meanwhile. */
  #restart(target: Target): void {
    this.#putBack(target);
    this.#campaign.goOn();
  }

  #putBack(target: Target): void {
    this.#change(target, { state: 'pending' });
    this.#campaign.putBack(target.stationId);
  }

  #change(target: Target, change: Partial<Target>): Target {
    const changed = this.#targets.change(target, change);
    this.#write(changed, [saveTarget(changed)]);
    return changed;
  }

  /** What cannot be stored is known all the same, and stored later. */
  #write(
    { stationId }: Target,
    statements: readonly Statement[],
    apply: () => void = () => undefined,
  ): void {
    this.#parts.core.database.write(statements).then(apply, (error: unknown) => {
      this.#parts.onFailure(error);
      this.#unstored.add(stationId);
      this.#campaign.goOnLater();
    });
  }

  #stepOf({ step }: Target): CampaignStep | undefined {
    return this.#campaign.record.order.steps[step];
  }

  #stepKey({ stationId }: Target): string {
    return JSON.stringify([this.#campaign.record.id, stationId]);
  }
}

function isAbout({ commandId }: Decision, target: Target): boolean {
  return commandId === undefined || commandId === target.commandId;
}
