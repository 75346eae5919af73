import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { isReachable } from '../remote-control/queue.ts';
import { Settling } from '../stations/settling.ts';

/** How long a fleet may take to come back: stations wait longer and longer between their tries. */
const RETURN_WITHIN_MS = 300_000;

interface ReturningParts {
  readonly core: Core;
  /** Told of a station that is back and has settled. */
  readonly onBack: (stationId: string) => void;
  /** Nobody is expected any more: who has not come is away. */
  readonly onOver: () => void;
}

/** The first minutes after a start, in which no station is away: each comes back in its own time. */
export class Returning {
  readonly #core: Core;
  readonly #settling: Settling;
  #timer: Timer | undefined;

  constructor({ core, onBack, onOver }: ReturningParts) {
    this.#core = core;
    this.#settling = new Settling(core, (stationId) => {
      if (!this.isExpected(stationId)) onBack(stationId);
    });
    this.#timer = core.clock.after(RETURN_WITHIN_MS, () => {
      this.close();
      onOver();
    });
    for (const name of ['connected', 'booted'] as const)
      core.signals.on(name, ({ station }) => {
        if (this.#timer !== undefined) this.#settling.start(station.id);
      });
  }

  /** Whether it is known, and not back yet. */
  isExpected(stationId: string): boolean {
    const station = this.#core.stations.get(stationId);
    return this.#timer !== undefined && station !== undefined && !isReachable(station);
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#settling.close();
  }
}
