import type { CommandName } from '../remote-control/sending.ts';
import type { StationCriteria } from '../stations/criteria.ts';
import type { Timestamp } from '../views.ts';

/** Which stations: those for which everything holds that is given. */
export interface StationSelection extends Omit<StationCriteria, 'registration'> {
  readonly stationIds?: readonly string[];
}

/** What a command may bring about some time after its answer. */
export type Effect = 'firmwareInstalled';

export interface CampaignStep {
  readonly command: CommandName;
  /** In the words of 2.1. */
  readonly request: unknown;
  readonly timeoutS?: number;
  /**
   * What must happen after the station said yes, for the step to have succeeded; another part of the CSMS knows when.
   * Without it the answer decides.
   */
  readonly until?: Effect;
  /** How long that may take; an hour when absent. */
  readonly untilTimeoutS?: number;
}

/** How a campaign goes through its stations. */
export interface CampaignPace {
  /** Stations of a wave; the next begins when all of this one have come to an end. One wave when absent. */
  readonly waveSize?: number;
  /** Between two waves. */
  readonly pauseBetweenWavesS?: number;
  /** Stations that are worked on at the same time, at most; 50 when absent. */
  readonly concurrency?: number;
  /** How long a command may wait for a station that is away; without it such a station has failed. */
  readonly queueForS?: number;
  /** The campaign stops when more than so many percent of the stations so far have failed … */
  readonly stopAtFailurePercent?: number;
  /** … of at least so many; 1 when absent. */
  readonly stopAfterStations?: number;
}

export interface CampaignOrder {
  readonly name: string;
  readonly stations: StationSelection;
  readonly steps: readonly CampaignStep[];
  readonly pace?: CampaignPace;
  /** At once when absent. */
  readonly startsAt?: Timestamp;
}

export type CampaignState =
  | 'scheduled'
  | 'running'
  | 'paused'
  /** It stopped by itself: too many failures. */
  | 'stopped'
  | 'cancelled'
  | 'finished';

export type TargetState =
  | 'pending'
  /** Its command is on the way. */
  | 'active'
  /** Its command waits for the station to come. */
  | 'waiting'
  /** The station said yes; what must happen then has not happened yet. */
  | 'awaiting'
  | 'succeeded'
  | 'failed'
  /** The campaign was cancelled first, or its command taken back. */
  | 'skipped';

export type TargetCounts = Readonly<Record<TargetState, number>>;

export interface CampaignView extends CampaignOrder {
  readonly id: number;
  readonly state: CampaignState;
  /** Why it stopped. */
  readonly reason?: string;
  readonly createdBy: string;
  readonly createdAt: Timestamp;
  readonly endedAt?: Timestamp;
  /** From 1. */
  readonly wave: number;
  readonly waves: number;
  readonly nextWaveAt?: Timestamp;
  readonly counts: TargetCounts;
}

export interface CampaignTargetView {
  readonly stationId: string;
  readonly wave: number;
  readonly state: TargetState;
  /** The step that it is at, from 1. */
  readonly step: number;
  readonly commandId?: number;
  readonly cause?: string;
  readonly updatedAt: Timestamp;
}
