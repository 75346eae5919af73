import { ApiProblem, type Client, type EventSelection } from '@northbound/client';
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
  let followed = '';
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
      const selection = selectionOf([...wishes]);
      const text = JSON.stringify(selection);
      if (text === followed) return;
      followed = text;
      ending.abort();
      ending = new AbortController();
      if (wishes.size > 0) void run(selection, ending.signal);
    });
  }

  async function run(selection: EventSelection, stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      await shown.untilShown(stopped);
      const hidden = shown.hiddenForLong(stopped);
      try {
        await listen(selection, AbortSignal.any([stopped, hidden]));
      } catch (error) {
        tellState(error instanceof ApiProblem ? 'refused' : 'waiting');
        return;
      }
      if (hidden.aborted) tellState('waiting');
    }
  }

  async function listen(selection: EventSelection, signal: AbortSignal): Promise<void> {
    for await (const item of events.follow(selection, { signal, after })) {
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

/** What is wanted of one station is not asked of all: the frames of a large fleet would be a flood. */
function selectionOf(wishes: readonly EventWish[]): EventSelection {
  const stationId = wishes.find((wish) => wish.stationId !== undefined)?.stationId;
  const isOfOne = (wish: EventWish) => wish.stationId !== undefined && wish.stationId === stationId;
  const types = typesOf(wishes.filter((wish) => !isOfOne(wish)));
  const those = typesOf(wishes.filter(isOfOne)).filter((type) => !types.includes(type));
  return stationId === undefined || those.length === 0
    ? { types }
    : { types, also: { stationId, types: those } };
}

function typesOf(wishes: readonly EventWish[]): readonly CsmsEvent['type'][] {
  return [...new Set(wishes.flatMap(({ types }) => types))].sort();
}

function wants({ stationId, types }: EventWish, event: CsmsEvent): boolean {
  return (stationId === undefined || stationId === event.stationId) && types.includes(event.type);
}

function wantsFrames({ types }: EventWish): boolean {
  return types.includes('frame');
}
