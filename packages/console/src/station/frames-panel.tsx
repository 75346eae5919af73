import { useMemo, useState } from 'react';
import { useFilters } from '../app/use-filtered-list.tsx';
import { actionsIn, answerLatencies, frameFilterOf } from '../model/frames.ts';
import { stationPath } from '../model/route.ts';
import type { Filters } from '../ui/filter-bar.tsx';
import { Icon } from '../ui/icons.tsx';
import { Nothing } from '../ui/list.tsx';
import { Failure, Loading } from '../ui/notes.tsx';
import { ExportSession } from './export-session.tsx';
import { FrameList, OlderFrames } from './frame-list.tsx';
import { useFrames } from './use-frames.ts';

const FILTERS = {
  action: { kind: 'text', label: 'Action', placeholder: 'Whole, Heartbeat' },
  messageId: { kind: 'text', label: 'Message id', placeholder: 'whole id' },
  direction: {
    kind: 'segments',
    label: 'Direction',
    choices: [
      ['', 'Both'],
      ['in', 'From station'],
      ['out', 'To station'],
    ],
  },
  trouble: {
    kind: 'select',
    label: 'Trouble',
    choices: [
      ['', 'Any'],
      ['true', 'Only trouble'],
      ['false', 'No trouble'],
    ],
  },
  from: { kind: 'moment', label: 'From' },
  to: { kind: 'moment', label: 'To' },
} as const satisfies Filters<string>;

interface FramesPanelProps {
  readonly stationId: string;
  readonly query: URLSearchParams;
}

/** What the station and the CSMS say to each other, as it happens. */
export function FramesPanel({ stationId, query }: FramesPanelProps) {
  const [paused, setPaused] = useState(false);
  const [actions, setActions] = useState<readonly string[]>([]);
  const filters = useMemo(
    () => ({ ...FILTERS, action: { ...FILTERS.action, suggestions: actions } }),
    [actions],
  );
  const { bar, values, unfiltered } = useFilters({
    path: stationPath(stationId),
    beside: { tab: 'frames', frame: query.get('frame') ?? '' },
    query,
    filters,
  });
  const filter = useMemo(() => frameFilterOf(values), [values]);
  const frames = useFrames(stationId, filter, paused);
  const { shown, older } = frames;
  const latencies = useMemo(() => answerLatencies(shown), [shown]);
  // Those that were seen stay to choose from, though a filter leaves out their frames.
  const known = useMemo(
    () => [...new Set([...actions, ...actionsIn(shown)])].sort(),
    [actions, shown],
  );
  if (known.length > actions.length) setActions(known);

  return (
    <div className="frames">
      <search className="toolbar toolbar-inside">
        {bar}
        <span className="toolbar-end row-actions">
          <ExportSession stationId={stationId} />
          <button
            type="button"
            className="button"
            aria-pressed={paused}
            onClick={() => setPaused(!paused)}
          >
            <Icon name={paused ? 'play' : 'pause'} />
            {paused ? `Resume${frames.held > 0 ? ` (${frames.held} new)` : ''}` : 'Pause'}
          </button>
        </span>
      </search>
      {frames.isPending && <Loading what="frames" />}
      {frames.error !== null && <Failure error={frames.error} retry={frames.retry} />}
      {!frames.isPending && shown.length === 0 && frames.error === null && (
        <>
          <Nothing title="No frame yet" unfiltered={unfiltered} />
          <OlderFrames older={older} />
        </>
      )}
      {shown.length > 0 && <FrameList frames={shown} latencies={latencies} older={older} />}
    </div>
  );
}
