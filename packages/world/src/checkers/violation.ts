/** Something that must never be, and was. */
export interface Violation {
  /** Which rule: `energy`, `queue`, … */
  readonly rule: string;
  /** Where: a station, and what of it. */
  readonly place: string;
  readonly what: string;
  /** When it was seen, where that was while the world lived: milliseconds since its begin. */
  readonly atMs?: number;
}

/** An EVSE, as violations and what is known of it are told by. */
export function evsePlace({ identity }: { readonly identity: string }, evseId: number): string {
  return `${identity} EVSE ${evseId}`;
}
