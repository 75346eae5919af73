import { useStation } from '../api/reads.ts';
import { useMayOperate } from '../app/console-context.ts';
import { lastFleetHref } from '../app/use-route.ts';
import { stationHref } from '../model/route.ts';
import { BackLink } from '../ui/back-link.tsx';
import { Failure, Loading } from '../ui/notes.tsx';
import { CallPanel } from './call-panel.tsx';
import { EvseCards } from './evse-cards.tsx';
import { FramesPanel } from './frames-panel.tsx';
import { StationHeader } from './station-header.tsx';
import { StationSessions } from './station-sessions.tsx';

interface StationPageProps {
  readonly stationId: string;
  readonly tab: string | null;
}

/** Everything about one station: what it is, what its connectors do, what it says on the wire. */
export function StationPage({ stationId, tab }: StationPageProps) {
  const station = useStation(stationId);
  const mayOperate = useMayOperate();
  const showsCall = tab === 'call' && mayOperate;
  if (station.isPending) return <Loading what={stationId} />;
  if (station.data === undefined) {
    return (
      <main className="page">
        <BackLink href={lastFleetHref()} to="Fleet" />
        <Failure error={station.error} retry={() => void station.refetch()} />
      </main>
    );
  }
  return (
    <main className="page page-fixed">
      <title>{`${stationId} · Northbound`}</title>
      <StationHeader station={station.data} />
      <div className="station-columns">
        <div className="station-left">
          <EvseCards station={station.data} />
          <StationSessions stationId={stationId} />
        </div>
        <section className="card station-right" aria-label="The wire">
          <nav className="tabs" aria-label="Frames and calls">
            <a href={stationHref(stationId)} aria-current={showsCall ? undefined : 'page'}>
              Frames
            </a>
            {mayOperate && (
              <a
                href={stationHref(stationId, 'call')}
                aria-current={showsCall ? 'page' : undefined}
              >
                Call
              </a>
            )}
          </nav>
          {showsCall ? (
            <CallPanel station={station.data} />
          ) : (
            <FramesPanel key={stationId} stationId={stationId} />
          )}
        </section>
      </div>
    </main>
  );
}
