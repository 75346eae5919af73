import { ApiProblem, type Client } from '@northbound/client';
import type { CsmsEvent } from '@northbound/csms/views';
import type { PageShown } from './page-shown.ts';

/** `live`: events flow. `waiting`: the stream is down and comes back by itself. `refused`: it does not. */
export type StreamState = 'connecting' | 'live' | 'waiting' | 'refused';

/** What a part of the page wants to hear. */
export interface EventWish {
  /** Absent for all stations. */
  readonly stationId?: string | undefined;
  readonly types: readonly CsmsEvent['type'][];
  readonly onEvent: (event: CsmsEvent) => void;
  readonly onState?: (state: StreamState) => void;
  /** Events were missed that the stream cannot bring any more: what is shown must be read again. */
  readonly onGap?: () => void;
}

/** The event stream of a page: one, however many parts of the page listen, for a browser has few connections. */
export interface EventStream {
  /** @returns the function that ends the wish */
  follow(wish: EventWish): () => void;
}

/** @param events where they come from */
export function createEventStream(events: Pick<Client, 'follow'>, shown: PageShown): EventStream {
  const wishes = new Set<EventWish>();
  let followed: readonly CsmsEvent['type'][] = [];
  let ending = new AbortController();
  let changes = false;
  let wasOpen = false;
  let after = '';

  /** Parts come and go together when one page gives way to another: the stream is opened anew once for all of them. */
  function changed(): void {
    if (changes) return;
    changes = true;
    queueMicrotask(() => {
      changes = false;
      const types = typesOf(wishes);
      if (`${types}` === `${followed}`) return;
      followed = types;
      ending.abort();
      ending = new AbortController();
      if (types.length > 0) void run(types, ending.signal);
    });
  }

  async function run(types: readonly CsmsEvent['type'][], stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      await shown.untilShown(stopped);
      const hidden = shown.hiddenForLong(stopped);
      try {
        await listen(types, AbortSignal.any([stopped, hidden]));
      } catch (error) {
        tellState(error instanceof ApiProblem ? 'refused' : 'waiting');
        return;
      }
      if (hidden.aborted) tellState('waiting');
    }
  }

  async function listen(types: readonly CsmsEvent['type'][], signal: AbortSignal): Promise<void> {
    for await (const item of events.follow({ types }, { signal, after })) {
      // The stream that takes the place of this one brings what this one has not told yet.
      if (signal.aborted) return;
      if (item.kind === 'event') {
        after = item.id;
        tell(item.event);
      } else if (item.kind === 'gap') tellGap(wishes);
      else if (item.kind === 'lost') tellState('waiting');
      else open();
    }
  }

  function open(): void {
    // Without an event there is no place to go on from; and frames are never brought again.
    tellGap(wasOpen && after === '' ? wishes : [...wishes].filter(wantsFrames));
    wasOpen = true;
    tellState('live');
  }

  function tell(event: CsmsEvent): void {
    for (const wish of [...wishes]) if (wants(wish, event)) wish.onEvent(event);
  }

  function tellGap(those: Iterable<EventWish>): void {
    for (const wish of [...those]) wish.onGap?.();
  }

  function tellState(state: StreamState): void {
    for (const wish of [...wishes]) wish.onState?.(state);
  }

  return {
    follow(wish) {
      wishes.add(wish);
      changed();
      return () => {
        wishes.delete(wish);
        changed();
      };
    },
  };
}

function typesOf(wishes: ReadonlySet<EventWish>): readonly CsmsEvent['type'][] {
  return [...new Set([...wishes].flatMap(({ types }) => types))].sort();
}

function wants({ stationId, types }: EventWish, event: CsmsEvent): boolean {
  return (stationId === undefined || stationId === event.stationId) && types.includes(event.type);
}

function wantsFrames({ types }: EventWish): boolean {
  return types.includes('frame');
}
