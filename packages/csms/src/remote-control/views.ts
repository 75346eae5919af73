import type { Version, Violation } from '@northbound/protocol';
import type { Timestamp } from '../views.ts';
import type { SentMessage } from './command.ts';
import type { CommandState } from './sending.ts';

/** What came of a command to a station. */
export type CommandOutcome =
  | { readonly outcome: 'answered'; readonly payload: unknown }
  /** The station's CALLERROR. */
  | {
      readonly outcome: 'refused';
      /** What it means, and what to do about it. */
      readonly cause?: string;
      readonly errorCode: string;
      readonly errorDescription: string;
      readonly errorDetails: unknown;
    }
  /** The station answered with what its version does not allow; it may have acted all the same. */
  | {
      readonly outcome: 'invalidAnswer';
      readonly payload: unknown;
      readonly violations: readonly Violation[];
    }
  /** This CSMS itself did not send it, for example because the boot of the station is not accepted yet. */
  | { readonly outcome: 'notAccepted'; readonly reason: string }
  /** Too many commands wait for the station already; this one was not sent. */
  | { readonly outcome: 'tooManyWaiting' }
  | { readonly outcome: 'timedOut'; readonly timeoutS: number }
  | { readonly outcome: 'notConnected' }
  /** The connection closed; whether the station acted is known only when the call was never sent. */
  | { readonly outcome: 'closed'; readonly sent: boolean };

/** A command to a station, from the moment it was given. */
export interface CommandView {
  readonly id: number;
  readonly stationId: string;
  /** An action of 2.1; of a call in a version's own words, that version's. */
  readonly command: string;
  /** The version whose words `command`, `request` and `answer` are; absent for those of 2.1, whatever the station speaks. */
  readonly callVersion?: Version;
  readonly request: unknown;
  /** Who gave it: the name of an API key, or of a part of the CSMS. */
  readonly by: string;
  readonly campaignId?: number;
  readonly requestedAt: Timestamp;
  readonly timeoutS: number;
  /** Until when it may wait for its station. */
  readonly expiresAt?: Timestamp;
  readonly state: CommandState;
  readonly sentAt?: Timestamp;
  readonly settledAt?: Timestamp;
  readonly answer?: unknown;
  /** Whether the answer says yes. */
  readonly accepted?: boolean;
  /** Why not, in plain words. */
  readonly cause?: string;
  /** What went over the wire, in the version of the station. */
  readonly messages: readonly SentMessage[];
}

/** How a command ended that the station answered. */
export interface CommandAnswerView {
  readonly commandId: number;
  readonly state: 'answered';
  /** In the words of 2.1, whatever the station speaks. */
  readonly answer: unknown;
  readonly accepted: boolean;
  readonly cause?: string;
}

/** A command that waits for its station. */
export interface QueuedCommandView {
  readonly commandId: number;
  readonly state: 'queued';
  readonly expiresAt: Timestamp;
}
