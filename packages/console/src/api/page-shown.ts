/** Whether anybody can see the page. */
export interface PageShown {
  /** Waits until it is in sight, or no longer wanted. */
  untilShown(stopped: AbortSignal): Promise<void>;
  /** Aborts once it has been out of sight for a while. */
  hiddenForLong(stopped: AbortSignal): AbortSignal;
}

/** A browser holds six connections to a server at most: pages that nobody sees let theirs go after so long. */
const HIDDEN_MS = 10_000;

export const pageShown: PageShown = {
  untilShown(stopped) {
    if (!document.hidden || stopped.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const ended = new AbortController();
      const end = () => {
        if (document.hidden && !stopped.aborted) return;
        ended.abort();
        resolve();
      };
      document.addEventListener('visibilitychange', end, { signal: ended.signal });
      stopped.addEventListener('abort', end, { signal: ended.signal });
    });
  },
  hiddenForLong(stopped) {
    const hidden = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onChange = () => {
      clearTimeout(timer);
      timer = document.hidden ? setTimeout(() => hidden.abort(), HIDDEN_MS) : undefined;
    };
    const over = AbortSignal.any([stopped, hidden.signal]);
    document.addEventListener('visibilitychange', onChange, { signal: over });
    return hidden.signal;
  },
};
