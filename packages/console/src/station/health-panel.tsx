import { useConsole } from '../app/console-context.ts';
import { formatDrift, LIGHT_WORDS, type LightRow, lightRows } from '../model/health.ts';
import { useNowMs } from '../ui/moment.tsx';
import { Panel, Read } from '../ui/panel.tsx';
import { usePart } from './use-station-parts.ts';

/** Three lights, each with evidence of its own, and how far the clock is off. */
export function HealthPanel({ stationId }: { readonly stationId: string }) {
  const { client } = useConsole();
  const nowMs = useNowMs();
  const health = usePart({
    stationId,
    kind: 'health',
    name: 'health',
    read: () => client.getStationHealth({ id: stationId }),
    // Evidence comes without events; the lights have one.
    refetchInterval: 15_000,
  });
  return (
    <Panel title="Health">
      <Read what="health" query={health}>
        {(data) => (
          <dl className="light-list">
            {lightRows(data, nowMs).map((row) => (
              <LightLine key={row.name} row={row} />
            ))}
            <div className="light-line">
              <dt>Clock</dt>
              <dd>{formatDrift(data.evidence.clockDriftS)}</dd>
            </div>
          </dl>
        )}
      </Read>
    </Panel>
  );
}

function LightLine({ row }: { readonly row: LightRow }) {
  return (
    <div className="light-line" title={row.evidence}>
      <dt>
        <span className={`health-mark health-${row.light}`} aria-hidden="true" />
        {row.name}
      </dt>
      <dd>
        <strong>{LIGHT_WORDS[row.light]}</strong>
        {row.reasons.map((reason) => (
          <span key={reason}>{reason}</span>
        ))}
        <span className="hint">{row.evidence}</span>
      </dd>
    </div>
  );
}
