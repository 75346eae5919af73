import type { Registration } from '@northbound/client';
import type { StationView } from '@northbound/csms/views';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { Moment } from '../ui/moment.tsx';
import { Panel, Read } from '../ui/panel.tsx';
import { partsKey, usePart } from './use-station-parts.ts';

/** Whether the station is in service; an operator lets it in, holds it, or turns it away. */
export function RegistrationPanel({ station }: { readonly station: StationView }) {
  const { client } = useConsole();
  const registration = usePart({
    stationId: station.id,
    kind: 'station',
    name: 'registration',
    read: () => client.getRegistration({ id: station.id }),
  });
  return (
    <Panel title="Registration">
      <Read what="registration" query={registration}>
        {(data) => <Decision stationId={station.id} registration={data} />}
      </Read>
    </Panel>
  );
}

const CHOICES = [
  ['Accepted', 'Accept'],
  ['Pending', 'Hold'],
  ['Rejected', 'Reject'],
] as const;

interface DecisionProps {
  readonly stationId: string;
  readonly registration: Registration;
}

function Decision({ stationId, registration }: DecisionProps) {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const { next, decidedBy, decidedAt, reason, waitsFor } = registration;
  const now = registration.registration;
  return (
    <div className="panel-body">
      <p>
        <span className={`chip chip-${now === 'Accepted' ? 'available' : 'suspended'}`}>
          {now ?? 'Has not booted yet'}
        </span>{' '}
        {now !== next && <span className="muted">its next boot is answered {next}</span>}
      </p>
      {waitsFor.length > 0 && (
        <ul className="plain-list">
          {waitsFor.map((what) => (
            <li key={what}>{what}</li>
          ))}
        </ul>
      )}
      {decidedBy !== undefined && (
        <p className="hint">
          Decided by {decidedBy}, <Moment at={decidedAt} show="short" />
          {reason !== undefined && `: ${reason}`}
        </p>
      )}
      {mayOperate && (
        <div className="toolbar">
          {CHOICES.filter(([choice]) => choice !== next).map(([choice, words]) => (
            <ActionButton
              key={choice}
              {...(choice === 'Rejected' && { tone: 'danger' as const })}
              {...(choice === 'Accepted' && { tone: 'primary' as const })}
              onAct={() =>
                client.putRegistration({ id: stationId, body: { registration: choice } })
              }
              refreshes={[partsKey(stationId, 'station')]}
            >
              {words}
            </ActionButton>
          ))}
        </div>
      )}
    </div>
  );
}
