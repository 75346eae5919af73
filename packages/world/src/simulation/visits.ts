/** What physically happened at an EVSE from somebody's arrival to his departure. */
export interface Visit {
  readonly fromWh: number;
  toWh: number;
  /** What was shown to the reader, or named by who started from afar. */
  readonly tokens: Set<string>;
  /** The vehicle left, or came, while the station had no power: no software can tell it from the next one. */
  wasUnseen: boolean;
  wasPluggedIn: boolean;
  wasPluggedOut: boolean;
  wasStartedRemotely: boolean;
  wasStoppedRemotely: boolean;
  /** The driver has set a limit of energy or time. */
  wasLimited: boolean;
}

/** What may become true of a visit. */
type Note = Exclude<keyof Visit, 'fromWh' | 'toWh' | 'tokens'>;

/** Somebody comes, and nothing else has happened yet. */
export function newVisit(fromWh: number): Visit {
  return {
    fromWh,
    toWh: Number.POSITIVE_INFINITY,
    tokens: new Set(),
    wasUnseen: false,
    wasPluggedIn: false,
    wasPluggedOut: false,
    wasStartedRemotely: false,
    wasStoppedRemotely: false,
    wasLimited: false,
  };
}

/** Everybody who came to an EVSE, one after the other: between them no energy flows. */
export class Visits {
  readonly all: Visit[] = [];
  #current: Visit | undefined;

  begin(registerWh: number): void {
    this.#current = newVisit(registerWh);
    this.all.push(this.#current);
  }

  /** What is known of the visit under way. */
  note(what: Note): void {
    if (this.#current !== undefined) this.#current[what] = true;
  }

  shown(token: string): void {
    this.#current?.tokens.add(token);
  }

  /** Whether anybody ever showed it. */
  wereShown(token: string): boolean {
    return this.all.some(({ tokens }) => tokens.has(token));
  }

  end(registerWh: number): void {
    if (this.#current !== undefined) this.#current.toWh = registerWh;
    this.#current = undefined;
  }
}
