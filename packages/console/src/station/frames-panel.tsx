import { useDeferredValue, useMemo, useState } from 'react';
import { actionsIn, answerLatencies, type FrameFilter, filterFrames } from '../model/frames.ts';
import { Icon } from '../ui/icons.tsx';
import { Empty, Failure, Loading } from '../ui/notes.tsx';
import { Segments } from '../ui/segments.tsx';
import { ExportSession } from './export-session.tsx';
import { FrameList } from './frame-list.tsx';
import { useFrames } from './use-frames.ts';

const NO_FILTER: FrameFilter = { action: '', direction: '', onlyWithVerdict: false };

/** What the station and the CSMS say to each other, as it happens. */
export function FramesPanel({ stationId }: { readonly stationId: string }) {
  const [paused, setPaused] = useState(false);
  const frames = useFrames(stationId, paused);
  const [filter, setFilter] = useState(NO_FILTER);
  const usedFilter = useDeferredValue(filter);
  const actions = useMemo(() => actionsIn(frames.shown), [frames.shown]);
  const latencies = useMemo(() => answerLatencies(frames.shown), [frames.shown]);
  const shown = useMemo(() => filterFrames(frames.shown, usedFilter), [frames.shown, usedFilter]);

  return (
    <div className="frames">
      <div className="toolbar toolbar-inside">
        <label className="select-field">
          <span>Action</span>
          <select
            value={filter.action}
            onChange={(event) => setFilter({ ...filter, action: event.target.value })}
          >
            <option value="">All</option>
            {actions.map((action) => (
              <option key={action}>{action}</option>
            ))}
          </select>
        </label>
        <Segments
          label="Direction"
          value={filter.direction}
          choices={[
            ['', 'Both'],
            ['in', 'From station'],
            ['out', 'To station'],
          ]}
          onChange={(direction) => setFilter({ ...filter, direction })}
        />
        <label className="check-field">
          <input
            type="checkbox"
            checked={filter.onlyWithVerdict}
            onChange={(event) => setFilter({ ...filter, onlyWithVerdict: event.target.checked })}
          />
          Only trouble
        </label>
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
      </div>
      {frames.isPending && <Loading what="frames" />}
      {frames.error !== null && <Failure error={frames.error} retry={frames.retry} />}
      {!frames.isPending && shown.length === 0 && frames.error === null && (
        <Empty title={frames.shown.length === 0 ? 'No frame yet' : 'No frame matches'} />
      )}
      {shown.length > 0 && (
        <FrameList
          frames={shown}
          latencies={latencies}
          older={frames.older}
          isReadingOlder={frames.isReadingOlder}
        />
      )}
    </div>
  );
}
