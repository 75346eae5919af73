/** Something that somebody did at an EVSE. */
export interface Act {
  readonly what:
    | 'shows'
    | 'plugsIn'
    | 'plugsOut'
    | 'startsFromAfar'
    | 'stopsFromAfar'
    /** Sets a limit of energy or time. */
    | 'limits';
  /** What was shown to the reader, or named by who started from afar. */
  readonly idToken?: string;
  /** At which register, Wh; absent where nobody has looked at it. */
  readonly atWh?: number;
  /** When it truly was, ms since 1970; absent where nobody has looked at a clock. */
  readonly atMs?: number;
}

/** What physically happened at an EVSE from somebody's arrival to his departure. */
export interface Visit {
  readonly fromWh: number;
  toWh: number;
  /** When it truly was, ms since 1970; absent where nobody has looked at a clock. */
  readonly fromMs?: number;
  toMs?: number;
  /** The vehicle left, or came, while the station had no power: no software can tell it from the next one. */
  wasUnseen: boolean;
  readonly acts: Act[];
}

/** Somebody comes, and nothing else has happened yet. */
export function newVisit(fromWh: number, fromMs?: number): Visit {
  return {
    fromWh,
    toWh: Number.POSITIVE_INFINITY,
    ...(fromMs !== undefined && { fromMs }),
    wasUnseen: false,
    acts: [],
  };
}

/** Everybody who came to an EVSE, one after the other: between them no energy flows. */
export class Visits {
  readonly all: Visit[] = [];
  #current: Visit | undefined;

  begin(registerWh: number, atMs?: number): void {
    this.#current = newVisit(registerWh, atMs);
    this.all.push(this.#current);
  }

  /** Of the visit under way. */
  add(act: Act): void {
    this.#current?.acts.push(act);
  }

  unseen(): void {
    if (this.#current !== undefined) this.#current.wasUnseen = true;
  }

  /** Whether anybody ever showed it. */
  wereShown(token: string): boolean {
    return this.all.some(({ acts }) => acts.some(({ idToken }) => idToken === token));
  }

  end(registerWh: number, atMs?: number): void {
    if (this.#current !== undefined) {
      this.#current.toWh = registerWh;
      if (atMs !== undefined) this.#current.toMs = atMs;
    }
    this.#current = undefined;
  }
}
