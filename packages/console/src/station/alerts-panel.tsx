import type { Alert } from '@northbound/client';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { severityWords } from '../model/severity.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { Age } from '../ui/moment.tsx';
import { Empty } from '../ui/notes.tsx';
import { Panel, Read } from '../ui/panel.tsx';
import { partsKey, usePart } from './use-station-parts.ts';

/** What is wrong now, who must act, and what usually helps. */
export function AlertsPanel({ stationId }: { readonly stationId: string }) {
  const { client } = useConsole();
  const alerts = usePart({
    stationId,
    kind: 'alert',
    name: 'open',
    read: () => client.listAlerts({ stationId, open: true }),
  });
  return (
    <Panel title="Open alerts">
      <Read what="alerts" query={alerts}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="Nothing is wrong as far as it says" />
          ) : (
            <ul className="plain-list alerts">
              {items.map((alert) => (
                <AlertItem key={alert.id} alert={alert} />
              ))}
            </ul>
          )
        }
      </Read>
    </Panel>
  );
}

function AlertItem({ alert }: { readonly alert: Alert }) {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const place = alert.evseId === undefined ? 'the station' : `EVSE ${alert.evseId}`;
  return (
    <li className="alert">
      <p className="alert-title">
        <span className={`chip chip-${alert.severity <= 4 ? 'faulted' : 'suspended'}`}>
          {severityWords(alert.severity)}
        </span>
        <strong>
          {alert.code} {alert.name}
        </strong>
        <span className="muted">
          {place}, <Age at={alert.openedAt} />
        </span>
      </p>
      <p>{alert.happened}</p>
      {alert.helps.length > 0 && (
        <p className="hint">
          {alert.actors.join(', ')}: {alert.helps.join('; ')}
        </p>
      )}
      {alert.acknowledgedBy !== undefined && (
        <p className="hint">Noted by {alert.acknowledgedBy}</p>
      )}
      {mayOperate && (
        <div className="toolbar">
          {alert.acknowledgedAt === undefined && (
            <ActionButton
              label={`Note ${alert.code}`}
              onAct={() => client.acknowledgeAlert({ id: alert.id, body: {} })}
              refreshes={[partsKey(alert.stationId, 'alert')]}
            >
              I take care
            </ActionButton>
          )}
          <ActionButton
            label={`Clear ${alert.code}`}
            onAct={() => client.clearAlert({ id: alert.id, body: {} })}
            refreshes={[partsKey(alert.stationId, 'alert')]}
          >
            Clear
          </ActionButton>
        </div>
      )}
    </li>
  );
}
