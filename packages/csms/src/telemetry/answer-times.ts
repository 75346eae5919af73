import type { Clock, SessionObserver } from '@northbound/rpc';
import type { StationContext } from '../core.ts';
import { Histogram } from './histogram.ts';

/** Messages of one connection whose beginning is remembered: a station waits for its answer, so it is mostly one. */
const MOST_UNDER_WAY = 100;

/** How long stations wait for their answers: from the frame that came to the frame that went. */
export class AnswerTimes {
  readonly histogram = new Histogram();
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  /** By connection and message; what a station that drops its connection leaves behind goes with it. */
  readonly #beganMs = new WeakMap<StationContext, Map<string, number>>();

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
  }

  /** The observer of a gateway, which also times. */
  observing(observer: SessionObserver<StationContext>): SessionObserver<StationContext> {
    return {
      ...observer,
      frame: (context, direction, kind, messageId, action, text) => {
        observer.frame?.(context, direction, kind, messageId, action, text);
        if (messageId === undefined) return;
        if (direction === 'in' && kind === 'CALL') this.#begin(context, messageId);
        else if (direction === 'out' && kind !== 'CALL') this.#end(context, messageId);
      },
    };
  }

  #begin(context: StationContext, messageId: string): void {
    let beganMs = this.#beganMs.get(context);
    if (beganMs === undefined) {
      beganMs = new Map();
      this.#beganMs.set(context, beganMs);
    }
    if (beganMs.size < MOST_UNDER_WAY) beganMs.set(messageId, this.#clock.monotonicMs());
  }

  #end(context: StationContext, messageId: string): void {
    const underWay = this.#beganMs.get(context);
    const beganMs = underWay?.get(messageId);
    if (beganMs === undefined) return;
    underWay?.delete(messageId);
    this.histogram.observeMs(this.#clock.monotonicMs() - beganMs);
  }
}
