import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useConsole } from '../app/console-context.ts';
import { stationHref } from '../model/route.ts';
import { Read } from '../ui/panel.tsx';
import { FrameRow } from './frame-row.tsx';

interface OneFrameProps {
  readonly stationId: string;
  readonly frameId: number;
}

/** The frame that a violation leads to, above the others. */
export function OneFrame({ stationId, frameId }: OneFrameProps) {
  const { client } = useConsole();
  const [isOpen, setOpen] = useState(true);
  const frame = useQuery({
    queryKey: ['frame', stationId, frameId],
    queryFn: async () =>
      (await client.listFrames({ id: stationId, before: frameId + 1, limit: 1 })).items,
  });
  return (
    <section className="one-frame" aria-label={`Frame ${frameId}`}>
      <p className="hint">
        Frame {frameId} <a href={stationHref(stationId, 'frames')}>Close</a>
      </p>
      <Read what="the frame" query={frame}>
        {([found]) =>
          found?.id === frameId ? (
            <FrameRow
              frame={found}
              latencyMs={undefined}
              isOpen={isOpen}
              onToggle={() => setOpen(!isOpen)}
            />
          ) : (
            <p className="hint">It is not kept any more.</p>
          )
        }
      </Read>
    </section>
  );
}
