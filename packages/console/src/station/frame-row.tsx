import type { FrameView } from '@northbound/csms/views';
import { formatBytes, formatLatency } from '../model/format.ts';
import { isTroubled, payloadSummary, prettyFrame } from '../model/frames.ts';
import { Icon } from '../ui/icons.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { Moment } from '../ui/moment.tsx';

interface FrameRowProps {
  readonly frame: FrameView;
  readonly latencyMs: number | undefined;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

const ANSWERS = new Set(['CALLRESULT', 'CALLERROR', 'CALLRESULTERROR']);

export function FrameRow({ frame, latencyMs, isOpen, onToggle }: FrameRowProps) {
  const isAnswer = ANSWERS.has(frame.messageType ?? '');
  const classes = ['frame', `frame-${frame.direction}`];
  if (isAnswer) classes.push('frame-answer');
  if (isTroubled(frame)) classes.push('frame-trouble');
  return (
    <div className={classes.join(' ')}>
      <button type="button" className="frame-line" aria-expanded={isOpen} onClick={onToggle}>
        <span className="frame-time">
          <Moment at={frame.at} show="precise" />
        </span>
        <span
          className="frame-direction"
          title={frame.direction === 'in' ? 'From the station' : 'To the station'}
        >
          <Icon name={frame.direction === 'in' ? 'in' : 'out'} />
          <span className="visually-hidden">
            {frame.direction === 'in' ? 'from station' : 'to station'}
          </span>
        </span>
        <span className="frame-action">{frame.action ?? (frame.note ? 'note' : 'unreadable')}</span>
        <span className={`frame-kind kind-${frame.messageType ?? 'none'}`}>
          {frame.messageType ?? ''}
        </span>
        <span className="frame-payload">
          {frame.verdict === undefined ? payloadSummary(frame) : <VerdictText frame={frame} />}
        </span>
        <span className="frame-latency">
          {latencyMs === undefined ? '' : formatLatency(latencyMs)}
        </span>
      </button>
      {isOpen && <OpenFrame frame={frame} />}
    </div>
  );
}

function VerdictText({ frame }: { readonly frame: FrameView }) {
  return (
    <span className="verdict">
      <Icon name="warning" />
      {frame.verdict}
    </span>
  );
}

function OpenFrame({ frame }: { readonly frame: FrameView }) {
  return (
    <div className="frame-open">
      {frame.verdict !== undefined && (
        <p className="frame-verdict">
          <VerdictText frame={frame} />
        </p>
      )}
      <p className="frame-facts">
        <span>
          id <code>{frame.messageId ?? 'none'}</code>
        </span>
        <span>{formatBytes(new TextEncoder().encode(frame.text).length)}</span>
        <Moment at={frame.at} />
        <button
          type="button"
          className="button button-quiet"
          onClick={() => void navigator.clipboard?.writeText(frame.text)}
        >
          Copy
        </button>
      </p>
      <JsonView text={prettyFrame(frame)} />
    </div>
  );
}
