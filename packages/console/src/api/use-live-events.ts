import type { CsmsEvent } from '@northbound/csms/views';
import { useEffect, useEffectEvent } from 'react';
import { createEventBatcher, type EventBatch } from '../model/event-batch.ts';
import type { EventStream, StreamState } from './event-stream.ts';

interface LiveEvents {
  readonly stream: EventStream;
  readonly stationId?: string;
  readonly types: readonly CsmsEvent['type'][];
  readonly onBatch: (batch: EventBatch) => void;
  readonly onState?: (state: StreamState) => void;
  readonly onGap?: () => void;
}

/** Numbers that change more often cannot be read, and drawing them costs a processor. */
const LEAST_BETWEEN_DRAWINGS_MS = 200;

/** Calls back in time for a drawing of the page, some time after the one before. */
function drawingSchedule(): (flush: () => void) => void {
  let drawnAtMs = 0;
  return (flush) => {
    const draw = () =>
      requestAnimationFrame((nowMs) => {
        drawnAtMs = nowMs;
        flush();
      });
    const waitMs = drawnAtMs + LEAST_BETWEEN_DRAWINGS_MS - performance.now();
    if (waitMs > 0) setTimeout(draw, waitMs);
    else draw();
  };
}

/** Listens to events of the page's stream while the component is mounted; hands them over in batches. */
export function useLiveEvents(options: LiveEvents): void {
  const { stream, stationId } = options;
  const typesKey = JSON.stringify(options.types);
  const onBatch = useEffectEvent(options.onBatch);
  const onState = useEffectEvent((state: StreamState) => options.onState?.(state));
  const onGap = useEffectEvent(() => options.onGap?.());

  useEffect(() => {
    let mounted = true;
    const types: LiveEvents['types'] = JSON.parse(typesKey);
    const whenMounted =
      <Argument>(handler: (argument: Argument) => void) =>
      (argument: Argument) => {
        if (mounted) handler(argument);
      };
    const stop = stream.follow({
      stationId,
      types,
      onEvent: createEventBatcher(drawingSchedule(), whenMounted(onBatch)),
      onState: whenMounted(onState),
      onGap: whenMounted<void>(onGap),
    });
    return () => {
      mounted = false;
      stop();
    };
  }, [stream, stationId, typesKey]);
}
