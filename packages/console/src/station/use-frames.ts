import type { FrameView } from '@northbound/csms/views';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cacheKeys } from '../api/live-views.ts';
import { useLiveEvents } from '../api/use-live-events.ts';
import { useConsole } from '../app/console-context.ts';
import { mergeFrames } from '../model/frames.ts';

const FRAMES_A_PAGE = 100;
/** What a page keeps of a station's frames; older ones are a click away again. */
const MOST_FRAMES = 3000;

interface Frames {
  /** Newest first. */
  readonly frames: readonly FrameView[];
  /** Whether older ones are stored. */
  readonly hasOlder: boolean;
}

/** A station's frames: what is stored, and what comes in. While paused, what comes in is held back. */
export function useFrames(stationId: string, paused: boolean) {
  const { api, key } = useConsole();
  const cache = useQueryClient();
  const queryKey = cacheKeys.frames(stationId);
  const [isReadingOlder, setReadingOlder] = useState(false);
  const [newestWhenPaused, setNewestWhenPaused] = useState<number>();

  const read = useQuery({
    queryKey,
    // Between two visits frames were missed: the stream only runs while the page is open.
    staleTime: 0,
    gcTime: 0,
    queryFn: async (): Promise<Frames> => {
      const page = await api.frames(stationId, { limit: FRAMES_A_PAGE });
      const streamed = cache.getQueryData<Frames>(queryKey)?.frames ?? [];
      return {
        frames: mergeFrames(page.items, streamed, MOST_FRAMES),
        hasOlder: page.nextCursor !== undefined,
      };
    },
  });

  useLiveEvents({
    key,
    stationId,
    types: ['frame'],
    onBatch: ({ frames }) =>
      cache.setQueryData<Frames>(queryKey, (known) => ({
        hasOlder: known?.hasOlder ?? true,
        frames: mergeFrames(known?.frames ?? [], frames, MOST_FRAMES),
      })),
    onGap: () => void cache.invalidateQueries({ queryKey }),
  });

  async function readOlder(): Promise<void> {
    const before = read.data?.frames.at(-1)?.id;
    if (before === undefined) return;
    setReadingOlder(true);
    try {
      const page = await api.frames(stationId, { before, limit: FRAMES_A_PAGE });
      cache.setQueryData<Frames>(queryKey, (known) => ({
        hasOlder: page.nextCursor !== undefined,
        frames: mergeFrames(known?.frames ?? [], page.items, MOST_FRAMES),
      }));
    } finally {
      setReadingOlder(false);
    }
  }

  const all = read.data?.frames ?? [];
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
    older: read.data?.hasOlder === true ? readOlder : undefined,
    isReadingOlder,
  };
}
