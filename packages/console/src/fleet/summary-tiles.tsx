import type { ReactNode } from 'react';
import type { FleetSummary } from '../model/fleet.ts';
import { formatEnergy, formatPower } from '../model/format.ts';
import { PowerSparkline } from './power-sparkline.tsx';

export function SummaryTiles({ summary }: { readonly summary: FleetSummary }) {
  const { stations, connected, held, sessions, charging, faulted, powerW, energyWh } = summary;
  const offline = stations - connected;
  return (
    <section className="tiles" aria-label="Summary">
      <Tile
        label="Stations connected"
        value={connected.toLocaleString('en')}
        of={`of ${stations.toLocaleString('en')}`}
        note={
          <>
            {offline === 0 ? (
              'none offline'
            ) : (
              <a href="#/?connected=no">{offline.toLocaleString('en')} offline</a>
            )}
            {held > 0 && (
              <>
                , <a href="#/?registration=Pending">{held.toLocaleString('en')} to be let in</a>
              </>
            )}
          </>
        }
      />
      <Tile
        label="Sessions now"
        value={sessions.toLocaleString('en')}
        note={<a href="#/?state=charging">{charging.toLocaleString('en')} charging</a>}
      />
      <Tile label="Power now" value={formatPower(powerW)} note="all stations">
        <PowerSparkline />
      </Tile>
      <Tile label="Energy of these sessions" value={formatEnergy(energyWh)} note="so far" />
      <Tile
        label="Faulted connectors"
        value={faulted.toLocaleString('en')}
        tone={faulted > 0 ? 'bad' : undefined}
        note={faulted > 0 ? <a href="#/?state=trouble">Show them</a> : 'all well'}
      />
    </section>
  );
}

interface TileProps {
  readonly label: string;
  readonly value: string;
  readonly of?: string;
  readonly note: ReactNode;
  readonly tone?: 'bad' | undefined;
  readonly children?: ReactNode;
}

function Tile({ label, value, of, note, tone, children }: TileProps) {
  return (
    <div className={tone === 'bad' ? 'tile tile-bad' : 'tile'}>
      <span className="tile-label">{label}</span>
      <span className="tile-value">
        {value}
        {of !== undefined && <span className="tile-of">{of}</span>}
      </span>
      <span className="tile-note">{note}</span>
      {children}
    </div>
  );
}
