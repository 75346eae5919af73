import type { StationView, TransactionView } from '@northbound/csms/views';
import { type ConnectorState, STATE_LABELS } from '../model/fleet.ts';

const TONES: Readonly<Record<ConnectorState, string>> = {
  Available: 'available',
  Occupied: 'occupied',
  Reserved: 'reserved',
  Unavailable: 'unavailable',
  Faulted: 'faulted',
  EVConnected: 'occupied',
  Charging: 'charging',
  SuspendedEV: 'suspended',
  SuspendedEVSE: 'suspended',
  Idle: 'occupied',
};

interface StateChipProps {
  readonly state: ConnectorState;
  /** What stands before the state, such as the connector's number. */
  readonly prefix?: string | undefined;
  readonly suffix?: string;
  readonly title?: string | undefined;
}

export function StateChip({ state, prefix, suffix, title }: StateChipProps) {
  return (
    <span className={`chip chip-${TONES[state]}`} title={title}>
      {prefix !== undefined && <span className="chip-prefix">{prefix}</span>}
      {STATE_LABELS[state]}
      {suffix !== undefined && <span className="chip-suffix">{suffix}</span>}
    </span>
  );
}

/** Where a transaction is: its charging state, or that it has ended. */
export function TransactionState({ transaction }: { readonly transaction: TransactionView }) {
  if (transaction.endedAt !== undefined) {
    return <span className="chip chip-ended">Ended</span>;
  }
  return <StateChip state={transaction.chargingState ?? 'Occupied'} />;
}

export function VersionBadge({ version }: { readonly version: string | undefined }) {
  if (version === undefined) return <span className="muted">–</span>;
  return (
    <span className={`version version-${version.replaceAll('.', '')}`} title={`OCPP ${version}`}>
      {version}
    </span>
  );
}

export function ConnectionDot({ connected }: { readonly connected: boolean }) {
  const words = connected ? 'Connected' : 'Offline';
  return (
    <span className={connected ? 'dot dot-on' : 'dot dot-off'} title={words}>
      <span className="visually-hidden">{words}</span>
    </span>
  );
}

/** Three lights with evidence of their own: the connection, the station's program, its work. */
export function HealthLights({ lights }: { readonly lights: StationView['lights'] }) {
  if (lights === undefined) return <span className="muted">–</span>;
  const { link, application, function: work } = lights;
  const words = `link ${link}, application ${application}, function ${work}`;
  return (
    <span className="lights" role="img" aria-label={words} title={words}>
      <i className={`light light-${link}`} />
      <i className={`light light-${application}`} />
      <i className={`light light-${work}`} />
    </span>
  );
}
