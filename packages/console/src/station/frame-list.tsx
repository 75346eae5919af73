import type { FrameView } from '@northbound/csms/views';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { ActionButton } from '../ui/action-button.tsx';
import { FrameRow } from './frame-row.tsx';

const ROW_HEIGHT_PX = 30;

interface OlderFramesProps {
  /** Reads older ones; absent when there are none. */
  readonly older: (() => Promise<void>) | undefined;
}

interface FrameListProps extends OlderFramesProps {
  /** Newest first. */
  readonly frames: readonly FrameView[];
  /** How long answers took, in milliseconds, by frame id. */
  readonly latencies: ReadonlyMap<number, number>;
}

/** Draws the frames in sight; opened ones take the height they need. */
export function FrameList({ frames, latencies, older }: FrameListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const virtualizer = useVirtualizer({
    count: frames.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    getItemKey: (index) => frames[index]?.id ?? index,
    overscan: 12,
  });

  function toggle(id: number): void {
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }

  return (
    <div className="scroller frames-scroller" ref={scroller}>
      <ul className="frame-list" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const frame = frames[index];
          return (
            frame && (
              <li
                key={frame.id}
                data-index={index}
                ref={virtualizer.measureElement}
                style={{ transform: `translateY(${start}px)` }}
              >
                <FrameRow
                  frame={frame}
                  latencyMs={latencies.get(frame.id)}
                  isOpen={open.has(frame.id)}
                  onToggle={() => toggle(frame.id)}
                />
              </li>
            )
          );
        })}
      </ul>
      <OlderFrames older={older} />
    </div>
  );
}

/** The end of what has been looked through. */
export function OlderFrames({ older }: OlderFramesProps) {
  return (
    <p className="frames-end">
      {older === undefined ? (
        <span className="muted">The first stored frame</span>
      ) : (
        <ActionButton onAct={older}>Load older</ActionButton>
      )}
    </p>
  );
}
