import type { Timestamp } from '../views.ts';

export type Role = 'viewer' | 'operator' | 'admin';

export interface ApiKeyView {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: Timestamp;
  /** The key is worth nothing from then on; absent when it stays good until it is revoked. */
  readonly expiresAt?: Timestamp;
  /** The stations that it may see and command; with `groups` absent too, all. */
  readonly stations?: readonly string[];
  /** Groups whose stations it may see and command too, whichever they are at that time. */
  readonly groups?: readonly string[];
}
