import type { TransactionView } from '@northbound/csms/views';
import { useMayOperate } from '../app/console-context.ts';
import { formatEnergy, formatPercent, formatPower } from '../model/format.ts';
import { stationHref, transactionHref } from '../model/route.ts';
import { formatGaps } from '../model/seq-nos.ts';
import { StopButton } from '../station/stop-button.tsx';
import { BackLink } from '../ui/back-link.tsx';
import { TransactionState, VersionBadge } from '../ui/chips.tsx';
import { Fact, Tile } from '../ui/facts.tsx';
import { Icon } from '../ui/icons.tsx';
import { Moment } from '../ui/moment.tsx';
import { CloseButton } from './close-button.tsx';
import { Signatures } from './signatures.tsx';
import { TransactionDuration } from './transaction-duration.tsx';

export function TransactionFacts({ transaction }: { readonly transaction: TransactionView }) {
  const mayOperate = useMayOperate();
  const { endedAt, missingSeqNos, lostSeqNos, evseId, connectorId, closedBy } = transaction;
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
          {mayOperate && isActive && <CloseButton transaction={transaction} />}
          {mayOperate && isActive && <StopButton transaction={transaction} />}
        </span>
      </header>
      {missingSeqNos.length > 0 && (
        <p className="warning" role="note">
          <Icon name="warning" />
          {lostSeqNos?.length === missingSeqNos.length
            ? `Events with sequence number ${formatGaps(missingSeqNos)} never came and are declared lost.`
            : `Events with sequence number ${formatGaps(missingSeqNos)} have not arrived: energy and times may still change.`}
        </p>
      )}
      <section className="tiles" aria-label="Figures">
        <Tile label="Energy">{formatEnergy(transaction.energyWh)}</Tile>
        {(transaction.exportedWh ?? 0) > 0 && (
          <Tile label="Energy back">{formatEnergy(transaction.exportedWh)}</Tile>
        )}
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
        {!isActive && (
          <Fact name="Reason">
            {closedBy === undefined ? (transaction.stoppedReason ?? '–') : CLOSED_BY[closedBy]}
            {transaction.supersededBy !== undefined && (
              <>
                {' '}
                <a href={transactionHref(transaction.supersededBy)}>({transaction.supersededBy})</a>
              </>
            )}
          </Fact>
        )}
        {transaction.signatures !== undefined && (
          <Fact name="Signed meter values">
            <Signatures id={transaction.id} signatures={transaction.signatures} />
          </Fact>
        )}
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

/** Why a transaction is over of which no end came. */
const CLOSED_BY: Readonly<Record<NonNullable<TransactionView['closedBy']>, string>> = {
  superseded: 'Another began on its EVSE',
  deniedByStation: 'Its station knows nothing of it',
  rebooted: 'Its station booted and did not go on',
  silent: 'It was silent for too long',
  operator: 'Closed by an operator',
};

/** Registers are compared with the meter's own display: never rounded. */
function formatRegister(registerWh: number | undefined): string {
  return registerWh === undefined ? '–' : `${registerWh.toLocaleString('en')} Wh`;
}
