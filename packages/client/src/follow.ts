import { waitMs } from './backoff.ts';
import type { CsmsEvent } from './generated/schemas.ts';
import { identityHeaders, type Settings } from './options.ts';
import { ApiProblem, isNotNow, mediaTypeOf, notOfTheApi, problemOf } from './problem.ts';
import { type Arguments, queryOf } from './request.ts';
import { Silence } from './silence.ts';
import { createSseParser, type SseParser } from './sse.ts';

/** Which events are followed; all stations and the usual types when absent. */
export interface EventSelection {
  readonly stationId?: string;
  readonly types?: readonly CsmsEvent['type'][];
  /** Of one station these types too: its frames, beside what happens everywhere. */
  readonly also?: { readonly stationId: string; readonly types: readonly CsmsEvent['type'][] };
}

/** How long, and from where on, events are followed. */
export interface FollowOptions {
  /** Ends it. */
  readonly signal?: AbortSignal;
  /** The id of the last event that was seen before. */
  readonly after?: string;
}

/** What following the events brings. */
export type Followed =
  /** The stream is open; what was missed meanwhile comes next. */
  | { readonly kind: 'open' }
  /** With its id, from which a later `follow` may go on. */
  | { readonly kind: 'event'; readonly event: CsmsEvent; readonly id: string }
  /** Events were missed that nobody can bring any more: read the lists again. */
  | { readonly kind: 'gap' }
  /** The stream is down; it is opened again after a while. */
  | { readonly kind: 'lost'; readonly error: unknown };

/** The CSMS writes a comment at least every 15 s; a stream that is silent for so long is dead. */
const SILENCE_MS = 45_000;

const route = {
  method: 'GET',
  path: '/api/v1/events',
  query: ['stationId', 'types', 'alsoStationId', 'alsoTypes'],
};

/**
 * Follows the events until it is no longer wanted: over lost connections and restarts of the CSMS, from the last event
 * that was seen. Uses `fetch`, because `EventSource` cannot send a key.
 *
 * @throws ApiProblem when the CSMS refuses, as when the key is no longer good, or what answers is no CSMS
 */
export async function* follow(
  settings: Settings,
  selection: EventSelection,
  { signal, after = '' }: FollowOptions,
): AsyncGenerator<Followed, void, undefined> {
  let failures = 0;
  let ending: unknown;
  let lastEventId = after;
  while (!signal?.aborted) {
    const parser = createSseParser(lastEventId);
    ending = undefined;
    try {
      for await (const item of readOnce(settings, selection, parser, signal)) {
        if (item.kind === 'open') failures = 0;
        yield item;
      }
      yield { kind: 'lost', error: new Error('The stream has ended.') };
    } catch (error) {
      if (signal?.aborted) return;
      if (error instanceof ApiProblem && error.status < 500 && !isNotNow(error)) throw error;
      ending = error;
      yield { kind: 'lost', error };
    }
    lastEventId = parser.lastEventId;
    failures += 1;
    await settings.wait(waitMs(ending, failures, settings.random()), signal);
  }
}

function argumentsOf({ stationId, types, also }: EventSelection): Arguments {
  return { stationId, types, alsoStationId: also?.stationId, alsoTypes: also?.types };
}

async function* readOnce(
  settings: Settings,
  selection: EventSelection,
  parser: SseParser,
  signal: AbortSignal | undefined,
): AsyncGenerator<Followed, void, undefined> {
  const silence = new Silence(SILENCE_MS, signal);
  const { lastEventId } = parser;
  try {
    const asked = settings.fetch(
      settings.baseUrl + route.path + queryOf(route, argumentsOf(selection)),
      {
        headers: {
          ...identityHeaders(settings),
          accept: 'text/event-stream',
          ...(lastEventId !== '' && { 'last-event-id': lastEventId }),
        },
        signal: silence.signal,
      },
    );
    const response = await silence.heard(asked);
    if (!response.ok) throw await problemOf(await silence.whole(response));
    if (response.body === null || mediaTypeOf(response) !== 'text/event-stream')
      throw await notOfTheApi(await silence.whole(response), route);
    yield { kind: 'open' };
    const text = new TextDecoder();
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await silence.heard(reader.read());
      if (done) return;
      for (const { type, data, lastEventId: id } of parser.push(
        text.decode(value, { stream: true }),
      )) {
        if (type === 'gap') yield { kind: 'gap' };
        else yield { kind: 'event', event: JSON.parse(data), id };
      }
    }
  } finally {
    silence.end();
  }
}
