import type { StationView } from '@northbound/csms/views';
import { useIsAdmin } from '../app/console-context.ts';
import { lastFleetHref } from '../app/use-route.ts';
import { formatPower } from '../model/format.ts';
import { BackLink } from '../ui/back-link.tsx';
import { ConnectionDot, HealthLights, VersionBadge } from '../ui/chips.tsx';
import { Fact } from '../ui/facts.tsx';
import { Age, Moment } from '../ui/moment.tsx';
import { StationAdmin } from './station-admin.tsx';

const PROFILES = [
  'no password',
  'password, unencrypted',
  'password over TLS',
  'client certificate',
] as const;

export function StationHeader({ station }: { readonly station: StationView }) {
  const isAdmin = useIsAdmin();
  const product = [station.vendor, station.model].filter(Boolean).join(' ');
  return (
    <header className="station-header">
      <div className="station-title">
        <BackLink href={lastFleetHref()} to="Fleet" />
        <h1>
          <ConnectionDot connected={station.connected} />
          {station.id}
        </h1>
        <VersionBadge version={station.version} />
        <HealthLights lights={station.lights} />
        {product !== '' && <span className="station-product">{product}</span>}
        <span className="title-end">
          {isAdmin && <StationAdmin station={station} />}
          <span className="station-power">{formatPower(station.powerW)}</span>
        </span>
      </div>
      <dl className="facts">
        <Fact name="Firmware">{station.firmwareVersion ?? '–'}</Fact>
        <Fact name="Serial number">{station.serialNumber ?? '–'}</Fact>
        <Fact name="Registration">{station.registration ?? '–'}</Fact>
        <Fact name="Admission">
          {station.admission === 'Known' ? 'registered' : 'let in by policy'}
        </Fact>
        <Fact name="Security">
          {`Profile ${station.securityProfile}, ${PROFILES[station.securityProfile]}`}
        </Fact>
        <Fact name="Address">{station.remoteAddress ?? '–'}</Fact>
        <Fact name={station.connected ? 'Connected' : 'Last message'}>
          <Age at={station.connected ? station.connectedSince : station.lastMessageAt} />
        </Fact>
        <Fact name="Last boot">
          <Moment at={station.lastBootAt} />
        </Fact>
      </dl>
    </header>
  );
}
