import type { Role, StationSet } from '../views.ts';

/** The stations that a key is for, as they were named when it was made. */
export interface KeyScope {
  readonly stations?: readonly string[];
  readonly groups?: readonly string[];
}

/** Who asks: a program with its key, or a person who has signed in. */
export interface Caller {
  readonly kind: 'key' | 'user';
  readonly id: string;
  /** Of the key, or of the person. */
  readonly name: string;
  readonly role: Role;
  /** The only stations that this caller may see and command; absent for all. */
  readonly stations?: StationSet;
  /** How its key names them. */
  readonly scope?: KeyScope;
  /** When its way in ends by itself; epoch milliseconds. */
  readonly expiresAtMs?: number;
}

/** Whether a caller may see and command a station. */
export function mayUseStation({ stations }: Caller, stationId: string): boolean {
  return stations === undefined || stations.has(stationId);
}

/** A role that this version does not know, written by a newer one, may do the least. */
export function roleOf(stored: string): Role {
  return stored === 'admin' || stored === 'operator' ? stored : 'viewer';
}
