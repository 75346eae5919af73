import { ApiProblem, createClient } from '@northbound/client';
import type { CsmsEvent } from '@northbound/csms/views';

/** `live`: events flow. `waiting`: the stream is down and comes back by itself. `refused`: the way in is no longer good. */
export type StreamState = 'connecting' | 'live' | 'waiting' | 'refused';

export interface EventStreamOptions {
  /** Absent when the session's cookie speaks. */
  readonly key: string | undefined;
  /** Absent for all stations. */
  readonly stationId: string | undefined;
  readonly types: readonly CsmsEvent['type'][];
  readonly onEvent: (event: CsmsEvent) => void;
  readonly onState: (state: StreamState) => void;
  /** Events were missed that the stream cannot bring any more: what is shown must be read again. */
  readonly onGap: () => void;
}

/** A browser holds six connections to a server at most: pages that nobody sees let theirs go after so long. */
const HIDDEN_MS = 10_000;

/** Follows the event stream until the returned function is called. */
export function followEvents(options: EventStreamOptions): () => void {
  const stopped = new AbortController();
  void follow(options, stopped.signal);
  return () => stopped.abort();
}

async function follow(options: EventStreamOptions, stopped: AbortSignal): Promise<void> {
  const { key, stationId, types } = options;
  const client = createClient(key === undefined ? {} : { key });
  const selection = { types, ...(stationId !== undefined && { stationId }) };
  let after = '';
  while (!stopped.aborted) {
    await untilShown(stopped);
    const ended = AbortSignal.any([stopped, hiddenForLong(stopped)]);
    options.onState(after === '' ? 'connecting' : 'waiting');
    try {
      for await (const item of client.follow(selection, { signal: ended, after })) {
        if (item.kind === 'event') {
          after = item.id;
          options.onEvent(item.event);
        } else if (item.kind === 'gap') options.onGap();
        else options.onState(item.kind === 'open' ? 'live' : 'waiting');
      }
    } catch (error) {
      options.onState(error instanceof ApiProblem ? 'refused' : 'waiting');
      return;
    }
  }
}

/** Waits until the page is in sight, or the stream is no longer wanted. */
function untilShown(stopped: AbortSignal): Promise<void> {
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
}

/** Aborts once the page has been out of sight for `HIDDEN_MS`. */
function hiddenForLong(stopped: AbortSignal): AbortSignal {
  const hidden = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onChange = () => {
    clearTimeout(timer);
    timer = document.hidden ? setTimeout(() => hidden.abort(), HIDDEN_MS) : undefined;
  };
  const over = AbortSignal.any([stopped, hidden.signal]);
  document.addEventListener('visibilitychange', onChange, { signal: over });
  return hidden.signal;
}
