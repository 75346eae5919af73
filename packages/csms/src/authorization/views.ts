import type { PageRequest } from '../paging.ts';
import type { Timestamp } from '../views.ts';

export interface TokenView {
  readonly idToken: string;
  readonly type: string;
  readonly status: 'Accepted' | 'Blocked' | 'Expired' | 'Invalid';
  readonly groupIdToken?: string;
  readonly expiresAt?: Timestamp;
  readonly note?: string;
  /** The driver's, RFC 5646. */
  readonly language?: string;
  /** For the driver's eyes, at the station. */
  readonly personalMessage?: string;
  /** The only stations where it is good, and the only EVSEs there; absent for all. */
  readonly allowedAt?: readonly AllowedPlace[];
}

export interface AllowedPlace {
  readonly stationId: string;
  /** Every EVSE there when absent. */
  readonly evseIds?: readonly number[];
}

/** Which tokens are meant; what is absent asks for nothing. */
export interface TokenFilter extends PageRequest {
  /** What their ids begin with, capitals or not. */
  readonly search?: string;
  readonly type?: string;
  readonly groupIdToken?: string;
  readonly status?: TokenView['status'];
}

/** Tokens that may end each other's transactions (2.1 part 2, C09). */
export interface TokenGroupView {
  readonly groupIdToken: string;
  readonly name?: string;
  /** Blocks or expires all of its tokens. */
  readonly status: 'Accepted' | 'Blocked';
  readonly expiresAt?: Timestamp;
  /** Its tokens end any transaction, and start none (C16). Stations must have it as `AuthCtrlr.MasterPassGroupId`. */
  readonly masterPass: boolean;
}

/** A system outside that is asked before a driver is told yes or no. */
export interface AuthorizationWebhookView {
  readonly url: string;
  /** Which tokens it is asked about: all, or those that the table does not know. */
  readonly asks: 'all' | 'unknown';
  readonly timeoutMs: number;
  /** What happens when it gives no answer. */
  readonly fallback: 'table' | 'reject';
  /** How long its answer is used again for the same question, unless it expires before. */
  readonly rememberS: number;
  /** Whether its address may be one inside the network. */
  readonly allowPrivate: boolean;
  /** Whether requests carry a secret in `Authorization: Bearer …`. */
  readonly hasSecret: boolean;
}

/** How drivers are authorized. */
export interface AuthorizationSettingsView {
  /** How long stations may keep an answer in their cache; what a token itself says may be sooner. */
  readonly cacheLifetimeS?: number;
  readonly webhook?: AuthorizationWebhookView;
}
