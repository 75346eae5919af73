import type { FrameView } from '@northbound/csms/views';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { cacheKeys } from '../api/live-views.ts';
import { useLiveEvents } from '../api/use-live-events.ts';
import { useConsole } from '../app/console-context.ts';
import { type FrameFilter, filterFrames, mergeFrames } from '../model/frames.ts';

const FRAMES_A_PAGE = 100;
/** What a page keeps of a station's frames; older ones are a click away again. */
const MOST_FRAMES = 3000;

interface Frames {
  /** Newest first. */
  readonly frames: readonly FrameView[];
  /** Older ones, when they are stored, lie before this number. */
  readonly olderBefore: number | undefined;
}

/** What is known with more, and where to look on. */
function joined(
  known: readonly FrameView[],
  more: readonly FrameView[],
  olderBefore: number | undefined,
): Frames {
  const frames = mergeFrames(known, more, MOST_FRAMES);
  // What was dropped at the end can be read again.
  return { frames, olderBefore: frames.length < MOST_FRAMES ? olderBefore : frames.at(-1)?.id };
}

function cursorOf({ nextCursor }: { readonly nextCursor?: string }): number | undefined {
  return nextCursor === undefined ? undefined : Number(nextCursor);
}

/** A station's frames: what is stored, and what comes in. While paused, what comes in is held back. */
export function useFrames(stationId: string, filter: FrameFilter, paused: boolean) {
  const { client, stream } = useConsole();
  const cache = useQueryClient();
  const queryKey = cacheKeys.frames(stationId, filter);
  const [newestWhenPaused, setNewestWhenPaused] = useState<number>();

  const read = useQuery({
    queryKey,
    gcTime: 0,
    // Of those that are there the new filter leaves some, until all that it means are read.
    placeholderData: keepPreviousData,
    queryFn: async (): Promise<Frames> => {
      const page = await client.listFrames({ id: stationId, ...filter, limit: FRAMES_A_PAGE });
      const streamed = cache.getQueryData<Frames>(queryKey)?.frames ?? [];
      return joined(page.items, streamed, cursorOf(page));
    },
  });

  useLiveEvents({
    stream,
    stationId,
    types: ['frame'],
    onBatch: ({ frames }) =>
      cache.setQueryData<Frames>(queryKey, (known) => {
        const meant = filterFrames(frames, filter);
        if (meant.length === 0) return known;
        return known === undefined
          ? joined([], meant, Math.min(...meant.map(({ id }) => id)))
          : joined(known.frames, meant, known.olderBefore);
      }),
    onGap: () => void cache.invalidateQueries({ queryKey }),
  });

  async function readOlder(): Promise<void> {
    const before = read.data?.olderBefore;
    if (before === undefined) return;
    const page = await client.listFrames({
      id: stationId,
      ...filter,
      before,
      limit: FRAMES_A_PAGE,
    });
    cache.setQueryData<Frames>(queryKey, (known) =>
      joined(known?.frames ?? [], page.items, cursorOf(page)),
    );
  }

  const all = useMemo(() => filterFrames(read.data?.frames ?? [], filter), [read.data, filter]);
  const newest = all[0]?.id ?? 0;
  if (paused && newestWhenPaused === undefined) setNewestWhenPaused(newest);
  if (!paused && newestWhenPaused !== undefined) setNewestWhenPaused(undefined);
  const shown =
    newestWhenPaused === undefined ? all : all.filter(({ id }) => id <= newestWhenPaused);

  return {
    shown,
    /** Frames that wait for the end of the pause. */
    held: all.length - shown.length,
    isPending: read.isPending,
    error: read.data === undefined ? read.error : null,
    retry: () => void read.refetch(),
    older: read.data?.olderBefore === undefined ? undefined : readOlder,
  };
}
