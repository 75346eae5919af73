import type { CsmsEvent } from '@northbound/csms/views';
import { backoffMs } from '../model/backoff.ts';
import { createSseParser } from '../model/sse.ts';
import { API_ROOT } from './client.ts';

/** `live`: events flow. `waiting`: the stream is down and comes back by itself. `refused`: the key is no longer good. */
export type StreamState = 'connecting' | 'live' | 'waiting' | 'refused';

export interface EventStreamOptions {
  readonly key: string;
  /** Absent for all stations. */
  readonly stationId: string | undefined;
  /** `CsmsEvent` types, separated by commas. */
  readonly types: string;
  readonly onEvent: (event: CsmsEvent) => void;
  readonly onState: (state: StreamState) => void;
  /** Events were missed that the stream cannot bring any more: what is shown must be read again. */
  readonly onGap: () => void;
}

/** The API writes a comment at least every 15 s; a stream that is silent for so long is dead. */
const SILENCE_MS = 45_000;

/** A browser holds six connections to a server at most: pages that nobody sees let theirs go after so long. */
const HIDDEN_MS = 10_000;

/**
 * Follows the event stream until the returned function is called. Uses `fetch`, because `EventSource` cannot send the
 * key in a header.
 */
export function followEvents(options: EventStreamOptions): () => void {
  const stopped = new AbortController();
  void follow(options, stopped.signal);
  return () => stopped.abort();
}

async function follow(options: EventStreamOptions, stopped: AbortSignal): Promise<void> {
  let failures = 0;
  let lastEventId = '';
  while (!stopped.aborted) {
    await untilShown(stopped);
    const hidden = hiddenForLong(stopped);
    try {
      options.onState(failures === 0 ? 'connecting' : 'waiting');
      await readOnce(options, AbortSignal.any([stopped, hidden]), lastEventId, {
        onOpen: () => {
          options.onState('live');
          failures = 0;
        },
        onId: (id) => {
          lastEventId = id;
        },
      });
    } catch (error) {
      if (error instanceof KeyRefused) {
        options.onState('refused');
        return;
      }
    }
    if (stopped.aborted) return;
    if (hidden.aborted) continue;
    failures += 1;
    options.onState('waiting');
    await wait(backoffMs(failures, Math.random()), stopped);
  }
}

class KeyRefused extends Error {}

async function readOnce(
  options: EventStreamOptions,
  ended: AbortSignal,
  lastEventId: string,
  on: { onOpen: () => void; onId: (id: string) => void },
): Promise<void> {
  const silence = new AbortController();
  const signal = AbortSignal.any([ended, silence.signal]);
  let silenceTimer = setTimeout(() => silence.abort(), SILENCE_MS);
  try {
    const response = await fetch(streamUrl(options), {
      headers: {
        accept: 'text/event-stream',
        authorization: `Bearer ${options.key}`,
        ...(lastEventId === '' ? {} : { 'last-event-id': lastEventId }),
      },
      signal,
    });
    if (response.status === 401) throw new KeyRefused();
    if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
    on.onOpen();
    const parser = createSseParser(lastEventId);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(silenceTimer);
      silenceTimer = setTimeout(() => silence.abort(), SILENCE_MS);
      for (const event of parser.push(value)) {
        if (event.type === 'gap') options.onGap();
        else options.onEvent(JSON.parse(event.data));
      }
      on.onId(parser.lastEventId);
    }
  } finally {
    clearTimeout(silenceTimer);
  }
}

function streamUrl(options: EventStreamOptions): string {
  const query = new URLSearchParams({ types: options.types });
  if (options.stationId !== undefined) query.set('stationId', options.stationId);
  return `${API_ROOT}/events?${query}`;
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

function wait(delayMs: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, delayMs);
    function done(): void {
      clearTimeout(timer);
      stopped.removeEventListener('abort', done);
      resolve();
    }
    stopped.addEventListener('abort', done);
  });
}
