import type { Observer, runWorld } from '@northbound/world/simulation';

/** Lives worlds so that what is thrown where nobody can catch it ends the world, and not the process. */
export function catching(live: typeof runWorld): typeof runWorld {
  return async (options, observer: Observer = {}) => {
    let thrown: unknown;
    const hear = (error: unknown) => {
      thrown ??= error ?? new Error('something was thrown that is nothing');
    };
    process.on('uncaughtException', hear);
    try {
      return await live(options, {
        progress: (part) => observer.progress?.(part),
        uncaught: () => thrown,
        happened: (atMs, place, what) => observer.happened?.(atMs, place, what),
        frame: (frame) => observer.frame?.(frame),
        arrived: (frame) => observer.arrived?.(frame),
        broken: (atMs, violation) => observer.broken?.(atMs, violation),
      });
    } finally {
      process.off('uncaughtException', hear);
    }
  };
}
