import { isDeepStrictEqual } from 'node:util';
import type { Timer } from '@northbound/rpc';
import { CommandError } from '../command-error.ts';
import { type Change, commit } from '../core.ts';
import type { Statement } from '../store/database.ts';
import { timestampOf } from '../timestamps.ts';
import { telling } from '../webhooks/outgoing.ts';
import {
  type CampaignRecord,
  campaignView,
  concurrencyOf,
  endedOf,
  NEXT_STATES,
  type Target,
  whyStop,
} from './campaign.ts';
import type { Returning } from './returning.ts';
import { saveCampaign } from './sql.ts';
import { type Campaign, type RunnerParts, StationSteps } from './steps.ts';
import { Targets } from './targets.ts';
import type { CampaignView } from './views.ts';

/** Told that nothing more can happen in a campaign. */
type OnOver = (campaignId: number) => void;

export const CAMPAIGN_JOB = 'campaign';

/** After a store that refused. */
const RETRY_AFTER_MS = 10_000;

/** Watchers hear of a campaign at most this often. */
const ANNOUNCE_AFTER_MS = 250;

/** One campaign under way: when which of its stations begins, and when it stops. */
export class CampaignRunner implements Campaign {
  readonly steps: StationSteps;
  readonly #parts: RunnerParts;
  readonly #targets: Targets;
  readonly #onOver: OnOver;
  readonly #returning: Returning | undefined;
  #record: CampaignRecord;
  #storedState: CampaignRecord['state'];
  /** Of the waves up to the current one. */
  #pending: string[] = [];
  /** Those of them that have to come back first. */
  readonly #expected = new Set<string>();
  /** Whether the store has refused the campaign itself. */
  #isUnstored = false;
  #retry: Timer | undefined;
  #announcement: Timer | undefined;
  /** What watchers heard last, or are about to hear. */
  #told: CampaignView | undefined;
  #closed = false;

  constructor(
    parts: RunnerParts,
    record: CampaignRecord,
    targets: readonly Target[],
    onOver: OnOver,
    returning?: Returning,
  ) {
    this.#parts = parts;
    this.#onOver = onOver;
    this.#returning = returning;
    this.#record = record;
    this.#storedState = record.state;
    this.#targets = new Targets(parts.core.clock, targets);
    this.#refill();
    this.steps = new StationSteps(parts, this.#targets, this);
  }

  get record(): CampaignRecord {
    return this.#record;
  }

  get view(): CampaignView {
    return campaignView(this.#record, this.#targets.counts);
  }

  close(): void {
    this.#closed = true;
    this.#retry?.cancel();
    this.#announcement?.cancel();
  }

  /** @throws CommandError `conflict` */
  async operate(operation: 'pause' | 'resume' | 'cancel'): Promise<void> {
    const { state: before, id } = this.#record;
    const next = NEXT_STATES[operation][before];
    if (next === undefined)
      throw new CommandError('conflict', `Campaign ${id} is ${before}: it cannot ${operation}.`);
    const job = next === 'running' ? this.#interruptedPause() : undefined;
    this.#change(changesOf(next, this.#targets.counts, this.#parts.core.clock.epochMs()));
    try {
      const statements = job?.statements ?? [];
      await commit(this.#parts.core, this.#saved(statements));
    } catch (error) {
      this.#change({ state: before });
      throw error;
    }
    job?.apply();
    this.takeUp();
  }

  /**
   * Does what follows from the state that the campaign is in. A crash may have come behind the word of an operator: what
   * waits for its station must not be sent after it.
   */
  takeUp(): void {
    const { state } = this.#record;
    if (state === 'cancelled') this.#skipPending();
    if (state !== 'running') this.steps.recall();
    this.goOn();
  }

  /**
   * Begins, or goes on with the next wave: its time has come.
   *
   * @throws DatabaseError when the store refuses; then it has not come yet, and its job runs again
   */
  async timeHasCome(): Promise<void> {
    const { state, nextWaveAtMs, wave } = this.#record;
    if (state === 'scheduled') this.#change({ state: 'running' });
    else if (state === 'running' && nextWaveAtMs !== undefined)
      this.#change({ wave: wave + 1, nextWaveAtMs: undefined });
    else return;
    try {
      await commit(this.#parts.core, this.#saved());
    } catch (error) {
      // What an operator has said meanwhile stays.
      if (state !== 'scheduled') this.#change({ wave, nextWaveAtMs });
      else if (this.#record.state === 'running') this.#change({ state });
      throw error;
    }
    this.#refill();
    this.goOn();
  }

  /** A station that it expected can be worked on. */
  cameBack(stationId: string): void {
    if (!this.#expected.delete(stationId)) return;
    this.#pending.push(stationId);
    this.goOn();
  }

  /** Who has not come back by now is away. */
  expectNobody(): void {
    this.#pending.push(...this.#expected);
    this.#expected.clear();
    this.goOn();
  }

  isExpected(stationId: string): boolean {
    return this.#returning?.isExpected(stationId) === true;
  }

  goOn(): void {
    if (this.#closed) return;
    this.#announce();
    if (this.#isUnstored || this.steps.hasUnstored) this.#store([], () => undefined);
    const { state, nextWaveAtMs, id } = this.#record;
    const { busy, counts } = this.#targets;
    if (state === 'cancelled' && busy + counts.waiting === 0) this.#onOver(id);
    if (state !== 'running' || nextWaveAtMs !== undefined) return;
    const reason = whyStop(this.#record, counts);
    if (reason !== undefined) {
      this.#change({ state: 'stopped', reason });
      this.#store([], () => undefined);
      this.steps.recall();
      return;
    }
    const free = concurrencyOf(this.#record) - busy;
    const next = this.#pending.splice(0, Math.max(0, free));
    if (next.length > 0) void this.steps.start(next);
    else if (this.#pending.length + this.#expected.size + busy === 0) this.#endWave();
  }

  goOnLater(): void {
    this.#retry ??= this.#parts.core.clock.after(RETRY_AFTER_MS, () => {
      this.#retry = undefined;
      this.goOn();
    });
  }

  putBack(stationId: string): void {
    if (this.isExpected(stationId)) this.#expected.add(stationId);
    else this.#pending.push(stationId);
  }

  #endWave(): void {
    const { wave, waves, order, id } = this.#record;
    const nowMs = this.#parts.core.clock.epochMs();
    if (wave + 1 < waves) {
      const nextWaveAtMs = nowMs + (order.pace?.pauseBetweenWavesS ?? 0) * 1000;
      this.#change({ nextWaveAtMs });
      const undo = () => this.#change({ nextWaveAtMs: undefined });
      this.#store([this.#waveJob(nextWaveAtMs)], undo);
      return;
    }
    // Those that wait for their stations end when their time runs out, at the latest.
    if (this.#targets.counts.waiting > 0) return;
    this.#change({ state: 'finished', endedAtMs: nowMs });
    const over = { statements: [], apply: () => this.#onOver(id) };
    this.#store([over], () => this.#change({ state: 'running', endedAtMs: undefined }));
  }

  /** The job of a pause between waves may have come and gone while nothing was to be sent. */
  #interruptedPause(): Change | undefined {
    const { nextWaveAtMs } = this.#record;
    if (nextWaveAtMs === undefined) return undefined;
    return this.#waveJob(Math.max(nextWaveAtMs, this.#parts.core.clock.epochMs()));
  }

  #waveJob(dueAtMs: number): Change {
    const key = String(this.#record.id);
    return this.#parts.jobs.schedule({ kind: CAMPAIGN_JOB, key, dueAtMs });
  }

  #skipPending(): void {
    const skipped = this.#targets
      .in('pending')
      .map((target) => this.#targets.change(target, { state: 'skipped' }));
    this.#pending = [];
    this.#expected.clear();
    this.steps.keepUnstored(skipped.map(({ stationId }) => stationId));
    this.#store([], () => undefined);
  }

  #change(change: Partial<CampaignRecord>): void {
    this.#record = { ...this.#record, ...change };
  }

  /**
   * Stores the campaign as it is, with what the store has refused before. When it refuses again, all of it is tried
   * again later.
   *
   * @param undo makes the campaign do again what led here
   */
  #store(changes: readonly Change[], undo: () => void): void {
    this.#isUnstored = false;
    const unstored = this.steps.takeUnstored();
    const all = [this.#saved(), ...changes, ...unstored.map(({ change }) => change)];
    commit(this.#parts.core, ...all).catch((error: unknown) => {
      this.#parts.onFailure(error);
      this.steps.keepUnstored(unstored.map(({ stationId }) => stationId));
      this.#isUnstored = true;
      undo();
      this.goOnLater();
    });
  }

  /** The campaign as it is. Systems outside hear of another state whatever happens after the commit. */
  #saved(more: readonly Statement[] = []): Change {
    const { state } = this.#record;
    const change = {
      statements: [saveCampaign(this.#record), ...more],
      apply: () => {
        this.#storedState = state;
      },
    };
    if (state === this.#storedState) return change;
    return telling(this.#parts.core, change, 'campaign', '', () => this.#event());
  }

  #refill(): void {
    this.#pending = [];
    this.#expected.clear();
    for (const { stationId, wave } of this.#targets.in('pending'))
      if (wave <= this.#record.wave) this.putBack(stationId);
  }

  #announce(): void {
    const { bus, clock } = this.#parts.core;
    if (this.#announcement !== undefined || !bus.wants('campaign', '')) return;
    this.#announcement = clock.after(ANNOUNCE_AFTER_MS, () => {
      this.#announcement = undefined;
      if (!isDeepStrictEqual(this.view, this.#told)) bus.publish(this.#event());
    });
  }

  #event() {
    const at = timestampOf(this.#parts.core.clock.epochMs());
    this.#told = this.view;
    return { type: 'campaign', at, stationId: '', campaign: this.#told } as const;
  }
}

/** Who resumes a campaign that stopped by itself has seen its failures: from then on they count anew. */
function changesOf(
  next: CampaignRecord['state'],
  counts: CampaignView['counts'],
  nowMs: number,
): Partial<CampaignRecord> {
  if (next === 'cancelled') return { state: next, reason: undefined, endedAtMs: nowMs };
  if (next !== 'running') return { state: next };
  const seen = { ended: endedOf(counts), failed: counts.failed };
  return { state: next, reason: undefined, seen };
}
