import type { Clock, SessionObserver } from '@northbound/rpc';
import type { StationContext } from '../core.ts';
import { Histogram } from './histogram.ts';

/** Messages whose beginning is remembered; a station that drops its connection leaves one behind. */
const mostUnderWay = 20_000;

/** How long stations wait for their answers: from the frame that came to the frame that went. */
export class AnswerTimes {
  readonly histogram = new Histogram();
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #beganMs = new Map<string, number>();

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

  #begin({ station }: StationContext, messageId: string): void {
    this.#beganMs.set(`${station.id} ${messageId}`, this.#clock.monotonicMs());
    if (this.#beganMs.size <= mostUnderWay) return;
    const [oldest] = this.#beganMs.keys();
    if (oldest !== undefined) this.#beganMs.delete(oldest);
  }

  #end({ station }: StationContext, messageId: string): void {
    const key = `${station.id} ${messageId}`;
    const beganMs = this.#beganMs.get(key);
    if (beganMs === undefined) return;
    this.#beganMs.delete(key);
    this.histogram.observeMs(this.#clock.monotonicMs() - beganMs);
  }
}
