/** What physically happened at an EVSE from somebody's arrival to his departure. */
export interface Visit {
  readonly fromWh: number;
  toWh: number;
  /** What was shown to the reader, or named by who started from afar. */
  readonly tokens: Set<string>;
  /** The vehicle left, or came, while the station had no power: no software can tell it from the next one. */
  wasUnseen: boolean;
  wasPluggedOut: boolean;
  wasStoppedRemotely: boolean;
}

/** Everybody who came to an EVSE, one after the other: between them no energy flows. */
export class Visits {
  readonly all: Visit[] = [];
  #current: Visit | undefined;

  begin(registerWh: number): void {
    this.#current = {
      fromWh: registerWh,
      toWh: Number.POSITIVE_INFINITY,
      tokens: new Set(),
      wasUnseen: false,
      wasPluggedOut: false,
      wasStoppedRemotely: false,
    };
    this.all.push(this.#current);
  }

  /** What is known of the visit under way. */
  note(change: Partial<Pick<Visit, 'wasUnseen' | 'wasPluggedOut' | 'wasStoppedRemotely'>>): void {
    if (this.#current !== undefined) Object.assign(this.#current, change);
  }

  shown(token: string): void {
    this.#current?.tokens.add(token);
  }

  end(registerWh: number): void {
    if (this.#current !== undefined) this.#current.toWh = registerWh;
    this.#current = undefined;
  }
}
