import type { EvseView, StationView, TransactionView } from '@northbound/csms/views';
import { useState } from 'react';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { evseWords } from '../model/evse.ts';
import { connectorState } from '../model/fleet.ts';
import { formatDuration, formatEnergy, formatPercent, formatPower } from '../model/format.ts';
import { transactionHref } from '../model/route.ts';
import { StateChip } from '../ui/chips.tsx';
import { Icon } from '../ui/icons.tsx';
import { useNowMs } from '../ui/moment.tsx';
import { Empty } from '../ui/notes.tsx';
import { RemoteStartDialog } from './remote-start-dialog.tsx';
import { StopButton } from './stop-button.tsx';
import { usePart } from './use-station-parts.ts';

export function EvseCards({ station }: { readonly station: StationView }) {
  const { client } = useConsole();
  const structure = usePart({
    stationId: station.id,
    kind: 'deviceModel',
    name: 'structure',
    read: () => client.getStructure({ id: station.id }),
  });
  if (station.evses.length === 0) {
    return (
      <section className="card">
        <Empty title="No connector reported yet">
          They appear with the first StatusNotification.
        </Empty>
      </section>
    );
  }
  return (
    <section className="evses" aria-label="EVSEs">
      {station.evses.map((evse) => (
        <EvseCard
          key={evse.evseId}
          station={station}
          evse={evse}
          kind={evseWords(structure.data?.items.find(({ evseId }) => evseId === evse.evseId))}
        />
      ))}
    </section>
  );
}

interface EvseCardProps {
  readonly station: StationView;
  readonly evse: EvseView;
  /** What it is made of, as far as that is known. */
  readonly kind: string;
}

function EvseCard({ station, evse, kind }: EvseCardProps) {
  const mayOperate = useMayOperate();
  const [starting, setStarting] = useState(false);
  const transaction = evse.activeTransaction;
  return (
    <article className={transaction === undefined ? 'card evse' : 'card evse evse-active'}>
      <header className="evse-header">
        <h2>EVSE {evse.evseId}</h2>
        <span className="chips">
          {evse.connectors.map((connector) => (
            <StateChip
              key={connector.connectorId}
              state={connectorState(evse, connector)}
              prefix={evse.connectors.length > 1 ? `${connector.connectorId}` : undefined}
              title={describe(connector)}
            />
          ))}
        </span>
        {mayOperate && transaction !== undefined && <StopButton transaction={transaction} />}
        {mayOperate && transaction === undefined && (
          <button
            type="button"
            className="button"
            disabled={!station.connected}
            onClick={() => setStarting(true)}
          >
            <Icon name="bolt" />
            Start…
          </button>
        )}
      </header>
      <p className="hint">{kind}</p>
      {transaction !== undefined && <ActiveTransaction transaction={transaction} />}
      {starting && (
        <RemoteStartDialog
          stationId={station.id}
          evseId={evse.evseId}
          onClose={() => setStarting(false)}
        />
      )}
    </article>
  );
}

function describe(connector: EvseView['connectors'][number]): string {
  const { reportedStatus, errorCode, connectorId } = connector;
  const lines = [`Connector ${connectorId}`];
  if (reportedStatus !== undefined) lines.push(`reported as ${reportedStatus}`);
  if (errorCode !== undefined && errorCode !== 'NoError') lines.push(`error ${errorCode}`);
  return lines.join(', ');
}

function ActiveTransaction({ transaction }: { readonly transaction: TransactionView }) {
  const nowMs = useNowMs();
  return (
    <div className="session">
      <dl className="session-figures">
        <Figure name="Power" value={formatPower(transaction.powerW)} />
        <Figure name="Energy" value={formatEnergy(transaction.energyWh)} />
        <Figure name="Duration" value={formatDuration(nowMs - Date.parse(transaction.startedAt))} />
        {transaction.socPercent !== undefined && (
          <div className="figure">
            <dt>State of charge</dt>
            <dd>
              {formatPercent(transaction.socPercent)}
              <meter
                aria-label="State of charge"
                min={0}
                max={100}
                value={transaction.socPercent}
              />
            </dd>
          </div>
        )}
      </dl>
      <p className="session-link">
        <a href={transactionHref(transaction.id)}>Transaction {transaction.id}</a>
        {transaction.idToken !== undefined && (
          <span className="muted">
            token <code>{transaction.idToken}</code>
          </span>
        )}
      </p>
    </div>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className="figure">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
