import type { TransactionView } from '@northbound/csms/views';
import type { ReactNode } from 'react';
import { useMayOperate } from '../app/console-context.ts';
import { formatEnergy, formatPercent, formatPower } from '../model/format.ts';
import { stationHref } from '../model/route.ts';
import { formatGaps } from '../model/seq-nos.ts';
import { StopButton } from '../station/stop-button.tsx';
import { BackLink } from '../ui/back-link.tsx';
import { TransactionState, VersionBadge } from '../ui/chips.tsx';
import { Icon } from '../ui/icons.tsx';
import { Moment } from '../ui/moment.tsx';
import { TransactionDuration } from './transaction-duration.tsx';

export function TransactionFacts({ transaction }: { readonly transaction: TransactionView }) {
  const mayOperate = useMayOperate();
  const { endedAt, missingSeqNos, evseId, connectorId } = transaction;
  const isActive = endedAt === undefined;
  const place = [
    evseId === undefined ? undefined : `EVSE ${evseId}`,
    connectorId === undefined ? undefined : `connector ${connectorId}`,
  ].filter((part) => part !== undefined);
  return (
    <>
      <header className="transaction-title">
        <BackLink href="#/transactions" to="Transactions" />
        <h1>Transaction {transaction.id}</h1>
        <TransactionState transaction={transaction} />
        <VersionBadge version={transaction.version} />
        <span className="title-end">
          {mayOperate && isActive && <StopButton transaction={transaction} />}
        </span>
      </header>
      {missingSeqNos.length > 0 && (
        <p className="warning" role="note">
          <Icon name="warning" />
          Events with sequence number {formatGaps(missingSeqNos)} have not arrived: energy and times
          may still change.
        </p>
      )}
      <section className="tiles" aria-label="Figures">
        <Tile label="Energy">{formatEnergy(transaction.energyWh)}</Tile>
        <Tile label="Duration">
          <TransactionDuration transaction={transaction} />
        </Tile>
        {isActive && <Tile label="Power now">{formatPower(transaction.powerW)}</Tile>}
        {transaction.socPercent !== undefined && (
          <Tile label="State of charge">{formatPercent(transaction.socPercent)}</Tile>
        )}
        <Tile label="Events">{transaction.eventCount}</Tile>
      </section>
      <dl className="facts card facts-card">
        <Fact name="Station">
          <a href={stationHref(transaction.stationId)}>{transaction.stationId}</a>
          {place.length > 0 && <span className="muted"> {place.join(', ')}</span>}
        </Fact>
        <Fact name="Token">
          <code>{transaction.idToken ?? '–'}</code>
          {transaction.idTokenType !== undefined && (
            <span className="muted"> {transaction.idTokenType}</span>
          )}
        </Fact>
        <Fact name="Started">
          <Moment at={transaction.startedAt} />
        </Fact>
        <Fact name={isActive ? 'Last event' : 'Ended'}>
          <Moment at={endedAt ?? transaction.lastEventAt} />
        </Fact>
        {!isActive && <Fact name="Reason">{transaction.stoppedReason ?? '–'}</Fact>}
        <Fact name="Register">
          {formatRegister(transaction.meterStartWh)} → {formatRegister(transaction.meterLastWh)}
        </Fact>
        <Fact name="Id on the wire">
          <code>{transaction.transactionId}</code>
        </Fact>
      </dl>
    </>
  );
}

/** Registers are compared with the meter's own display: never rounded. */
function formatRegister(registerWh: number | undefined): string {
  return registerWh === undefined ? '–' : `${registerWh.toLocaleString('en')} Wh`;
}

interface NamedProps {
  readonly children: ReactNode;
}

function Tile({ label, children }: NamedProps & { readonly label: string }) {
  return (
    <div className="tile">
      <span className="tile-label">{label}</span>
      <span className="tile-value">{children}</span>
    </div>
  );
}

function Fact({ name, children }: NamedProps & { readonly name: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
