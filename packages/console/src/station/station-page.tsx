import type { StationView } from '@northbound/csms/views';
import { useStation } from '../api/reads.ts';
import { useMayOperate } from '../app/console-context.ts';
import { lastFleetHref } from '../app/use-route.ts';
import { stationHref } from '../model/route.ts';
import { readTab, type StationTab, tabsFor, tabWords } from '../model/station-tabs.ts';
import { BackLink } from '../ui/back-link.tsx';
import { currentLink } from '../ui/current-link.ts';
import { Failure, Loading } from '../ui/notes.tsx';
import { AuthorizationTab } from './authorization-tab.tsx';
import { CallPanel } from './call-panel.tsx';
import { ChargingTab } from './charging-tab.tsx';
import { CommandsTab } from './commands-tab.tsx';
import { FirmwareTab } from './firmware-tab.tsx';
import { FramesPanel } from './frames-panel.tsx';
import { LogsTab } from './logs-tab.tsx';
import { MonitoringTab } from './monitoring-tab.tsx';
import { OneFrame } from './one-frame.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { ReportsTab } from './reports-tab.tsx';
import { SecurityTab } from './security-tab.tsx';
import { StationHeader } from './station-header.tsx';
import { TwinTab } from './twin-tab.tsx';
import { useStationParts } from './use-station-parts.ts';
import { ViolationsTab } from './violations-tab.tsx';

interface StationPageProps {
  readonly stationId: string;
  readonly query: URLSearchParams;
}

/** Everything about one station: what it is, how it is, what it is told, what it says on the wire. */
export function StationPage({ stationId, query }: StationPageProps) {
  const station = useStation(stationId);
  useStationParts(stationId);
  const mayOperate = useMayOperate();
  const tab = readTab(query.get('tab'), mayOperate);
  if (station.isPending) return <Loading what={stationId} />;
  if (station.data === undefined) {
    return (
      <main className="page">
        <BackLink href={lastFleetHref()} to="Fleet" />
        <Failure error={station.error} retry={() => void station.refetch()} />
      </main>
    );
  }
  const { version } = station.data;
  return (
    <main className={FILLS_THE_WINDOW.has(tab) ? 'page page-fixed' : 'page'}>
      <title>{`${stationId} · Northbound`}</title>
      <StationHeader station={station.data} />
      <nav className="tabs" aria-label="Parts of this station">
        {tabsFor(mayOperate).map(([name, words]) => (
          <a
            key={name}
            href={stationHref(stationId, name === 'overview' ? undefined : name)}
            {...currentLink(name === tab)}
          >
            {tabWords(name, words, version)}
          </a>
        ))}
      </nav>
      <TabContent key={`${stationId} ${tab}`} station={station.data} tab={tab} query={query} />
    </main>
  );
}

/** Tabs whose lists scroll by themselves. */
const FILLS_THE_WINDOW: ReadonlySet<StationTab> = new Set(['frames', 'model']);

interface TabContentProps {
  readonly station: StationView;
  readonly tab: StationTab;
  readonly query: URLSearchParams;
}

function TabContent({ station, tab, query }: TabContentProps) {
  const frameId = Number(query.get('frame'));
  switch (tab) {
    case 'model':
      return <TwinTab station={station} query={query} />;
    case 'commands':
      return <CommandsTab station={station} command={query.get('command')} />;
    case 'call':
      return (
        <section className="card" aria-label="Raw call">
          <CallPanel station={station} />
        </section>
      );
    case 'monitoring':
      return <MonitoringTab station={station} />;
    case 'charging':
      return <ChargingTab station={station} />;
    case 'authorization':
      return <AuthorizationTab station={station} />;
    case 'firmware':
      return <FirmwareTab station={station} />;
    case 'logs':
      return <LogsTab station={station} />;
    case 'reports':
      return <ReportsTab station={station} />;
    case 'security':
      return <SecurityTab station={station} />;
    case 'violations':
      return <ViolationsTab station={station} />;
    case 'frames':
      return (
        <section className="card table-card" aria-label="Frames">
          {frameId > 0 && <OneFrame stationId={station.id} frameId={frameId} />}
          <FramesPanel stationId={station.id} query={query} />
        </section>
      );
    case 'overview':
      return <OverviewTab station={station} />;
  }
}
