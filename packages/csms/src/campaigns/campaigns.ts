import { CommandError } from '../command-error.ts';
import type { CommandRecord } from '../remote-control/command.ts';
import { loadCampaignCommands } from '../remote-control/command-sql.ts';
import type { Groups } from '../stations/groups.ts';
import { epochMsOf } from '../timestamps.ts';
import type { Page } from '../views.ts';
import { type CampaignRecord, campaignView, type Target, targetView } from './campaign.ts';
import { Returning } from './returning.ts';
import { CAMPAIGN_JOB, CampaignRunner } from './runner.ts';
import { selectStations } from './selection.ts';
import {
  countStoredTargets,
  findCampaign,
  loadOpenCampaigns,
  loadTargets,
  saveCampaign,
  saveTarget,
  selectCampaigns,
  selectTargets,
} from './sql.ts';
import { type Decision, type RunnerParts, STEP_JOB } from './steps.ts';
import type {
  CampaignOrder,
  CampaignState,
  CampaignTargetView,
  CampaignView,
  Effect,
  StationSelection,
  TargetState,
} from './views.ts';

export interface CampaignParts extends RunnerParts {
  readonly groups: Pick<Groups, 'has'>;
  /** What has become of an effect: it may have been told when the process that waited for it was gone. */
  readonly effectOf: (
    until: Effect,
    stationId: string,
    commandId: number,
  ) => Promise<Decision | undefined>;
}

/** Commands to many stations: in waves, with a stop when too much fails, over restarts. */
export class Campaigns {
  readonly #parts: CampaignParts;
  readonly #runners = new Map<number, CampaignRunner>();
  #returning: Returning | undefined;

  private constructor(parts: CampaignParts) {
    this.#parts = parts;
    const { core, jobs } = parts;
    core.signals.on('commandSettled', ({ command }) => this.#settled(command));
    core.signals.on('effect', ({ stationId, until, requestId, ...decision }) =>
      this.decide(stationId, until, { ...decision, commandId: requestId }),
    );
    core.signals.on('removed', ({ station }) => {
      for (const runner of this.#runners.values()) runner.steps.removed(station.id);
    });
    jobs.define(CAMPAIGN_JOB, async ({ key }) => {
      await this.#runners.get(Number(key))?.timeHasCome();
      return undefined;
    });
    jobs.define(STEP_JOB, async ({ key }) => {
      const [campaignId, stationId]: [number, string] = JSON.parse(key);
      this.#runners.get(campaignId)?.steps.tooLate(stationId);
      return undefined;
    });
  }

  /** Takes up what an earlier run left. */
  static async load(parts: CampaignParts): Promise<Campaigns> {
    const campaigns = new Campaigns(parts);
    const { database } = parts.core;
    const open = await loadOpenCampaigns(database);
    if (open.length > 0) campaigns.#expectStations();
    for (const record of open) {
      const targets = await loadTargets(database, record.id);
      const runner = campaigns.#run(record, targets, campaigns.#returning);
      const left = targets.filter(({ state }) => state === 'active' || state === 'waiting');
      const last = new Map<string, CommandRecord>();
      if (left.length > 0)
        for (const command of await loadCampaignCommands(database, record.id))
          last.set(command.stationId, command);
      for (const { stationId } of left) runner.steps.resume(stationId, last.get(stationId));
      for (const waited of runner.steps.awaited) {
        const { stationId, until, commandId } = waited;
        const decision = await parts.effectOf(until, stationId, commandId);
        if (decision !== undefined) runner.steps.decide(stationId, until, decision);
      }
      runner.takeUp();
    }
    return campaigns;
  }

  /** The stations that a selection means now. */
  preview(selection: StationSelection): readonly string[] {
    const { core, groups } = this.#parts;
    return selectStations(core.stations.all(), groups, selection);
  }

  /** @throws CommandError `invalidPayload`, `forbiddenByStandard`; `conflict` when no station is meant */
  async create(order: CampaignOrder, createdBy: string): Promise<CampaignView> {
    const { core, sending, jobs } = this.#parts;
    for (const { command, request } of order.steps) sending.check(command, request);
    const stationIds = this.preview(order.stations);
    if (stationIds.length === 0)
      throw new CommandError('conflict', 'The selection means no station.');
    const nowMs = core.clock.epochMs();
    const id = core.ids.next('campaigns');
    const waveSize = order.pace?.waveSize ?? stationIds.length;
    const startsAtMs = order.startsAt === undefined ? nowMs : epochMsOf(order.startsAt);
    const record: CampaignRecord = {
      id,
      order,
      state: startsAtMs > nowMs ? 'scheduled' : 'running',
      reason: undefined,
      createdBy,
      createdAtMs: nowMs,
      endedAtMs: undefined,
      wave: 0,
      waves: Math.ceil(stationIds.length / waveSize),
      nextWaveAtMs: undefined,
      seen: { ended: 0, failed: 0 },
    };
    const targets = stationIds.map(
      (stationId, index): Target => ({
        campaignId: id,
        stationId,
        wave: Math.floor(index / waveSize),
        state: 'pending',
        step: 0,
        commandId: undefined,
        cause: undefined,
        updatedAtMs: nowMs,
      }),
    );
    const start =
      record.state === 'scheduled'
        ? jobs.schedule({ kind: CAMPAIGN_JOB, key: String(id), dueAtMs: startsAtMs })
        : undefined;
    await core.database.write([
      saveCampaign(record),
      ...targets.map(saveTarget),
      ...(start?.statements ?? []),
    ]);
    const runner = this.#run(record, targets);
    start?.apply();
    runner.goOn();
    return runner.view;
  }

  /** Newest first. @throws CommandError `invalidCursor` */
  async list(filter: {
    readonly state?: CampaignState;
    readonly cursor?: string;
    readonly limit: number;
  }): Promise<Page<CampaignView>> {
    const { items, ...more } = await selectCampaigns(
      this.#parts.core.database,
      filter.state,
      filter,
    );
    return { items: await Promise.all(items.map((record) => this.#view(record))), ...more };
  }

  /** @throws CommandError `notFound` */
  async find(id: number): Promise<CampaignView> {
    return this.#runners.get(id)?.view ?? this.#view(await this.#stored(id));
  }

  /** @throws CommandError `notFound`, `invalidCursor` */
  async targets(
    id: number,
    filter: {
      readonly state?: TargetState;
      readonly cursor?: string;
      readonly limit: number;
    },
  ): Promise<Page<CampaignTargetView>> {
    await this.#stored(id);
    const found = await selectTargets(this.#parts.core.database, id, filter.state, filter);
    const { items, ...more } = found;
    return { items: items.map(targetView), ...more };
  }

  /** @throws CommandError `notFound`, `conflict` */
  async operate(id: number, operation: 'pause' | 'resume' | 'cancel'): Promise<CampaignView> {
    const runner = this.#runners.get(id);
    if (runner === undefined) {
      const { state } = await this.#stored(id);
      throw new CommandError('conflict', `Campaign ${id} is ${state}: it cannot ${operation}.`);
    }
    await runner.operate(operation);
    return runner.view;
  }

  /**
   * Says what became of a station's step that waits `until` something has happened there (`firmwareInstalled`). Nobody
   * needs to know whether a campaign waits for it.
   */
  decide(stationId: string, until: Effect, decision: Decision): void {
    for (const runner of this.#runners.values()) runner.steps.decide(stationId, until, decision);
  }

  close(): void {
    this.#returning?.close();
    for (const runner of this.#runners.values()) runner.close();
  }

  /** What was interrupted goes on with each station when that is back: it is not away because the CSMS was. */
  #expectStations(): void {
    this.#returning = new Returning({
      core: this.#parts.core,
      onBack: (stationId) => {
        for (const runner of this.#runners.values()) runner.cameBack(stationId);
      },
      onOver: () => {
        for (const runner of this.#runners.values()) runner.expectNobody();
      },
    });
  }

  #run(record: CampaignRecord, targets: readonly Target[], returning?: Returning): CampaignRunner {
    const runner = new CampaignRunner(
      this.#parts,
      record,
      targets,
      (id) => this.#runners.delete(id),
      returning,
    );
    this.#runners.set(record.id, runner);
    return runner;
  }

  #settled(command: CommandRecord): void {
    if (command.campaignId === undefined) return;
    this.#runners.get(command.campaignId)?.steps.settled(command);
  }

  async #view(record: CampaignRecord): Promise<CampaignView> {
    const runner = this.#runners.get(record.id);
    if (runner !== undefined) return runner.view;
    return campaignView(record, await countStoredTargets(this.#parts.core.database, record.id));
  }

  async #stored(id: number): Promise<CampaignRecord> {
    const record = await findCampaign(this.#parts.core.database, id);
    if (record !== undefined) return record;
    throw new CommandError('notFound', `There is no campaign ${id}.`);
  }
}
