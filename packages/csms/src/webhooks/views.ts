import type { CsmsEvent, Timestamp } from '../views.ts';

/** What an admin says of a webhook. */
export interface WebhookWish {
  /** `https://…`; events are POSTed to it. */
  readonly url: string;
  readonly types: readonly CsmsEvent['type'][];
  /** Only events of these stations; with `groups` absent too, of all. */
  readonly stations?: readonly string[];
  readonly groups?: readonly string[];
  /** Whether the address may be one inside the network. */
  readonly allowPrivate?: boolean;
  /** For people. */
  readonly note?: string;
}

/** Events that are sent to another system as they happen. */
export interface WebhookView extends WebhookWish {
  readonly id: number;
  readonly createdAt: Timestamp;
  readonly state: 'active' | 'disabled';
  /** Why it was disabled, when the CSMS itself did it. */
  readonly disabledReason?: string;
  /** Since when nothing has been taken; absent while all is well. */
  readonly failingSince?: Timestamp;
  /** Events that have not been taken yet. */
  readonly waiting: number;
}

/** A webhook with the secret its receiver checks signatures with. */
export interface NewWebhookView {
  readonly webhook: WebhookView;
  /** `nbw_…`, shown this once. */
  readonly secret: string;
}

/** One attempt to hand over events. */
export interface DeliveryView {
  readonly id: number;
  readonly at: Timestamp;
  readonly durationMs: number;
  /** The id of the first event in it; the same when it is tried again. */
  readonly firstEventId: string;
  readonly events: number;
  /** 1 for the first. */
  readonly attempt: number;
  /** HTTP status of the answer; absent when none came. */
  readonly status?: number;
  /** Why no answer came. */
  readonly failure?: string;
}

/** What came of a test. */
export type TestView = Pick<DeliveryView, 'status' | 'failure' | 'durationMs'>;
