import type { TransactionEventView } from '@northbound/csms/views';
import { Fragment, useState } from 'react';
import { prettyJson } from '../model/pretty-json.ts';
import { ledgerLines } from '../model/seq-nos.ts';
import { Icon } from '../ui/icons.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { Moment } from '../ui/moment.tsx';
import { Empty } from '../ui/notes.tsx';
import { InferenceNote } from './inference-note.tsx';
import { SignatureChip } from './signature-chip.tsx';

interface LedgerProps {
  readonly events: readonly TransactionEventView[];
  readonly missing: readonly (readonly [number, number])[];
  /** Those of the missing that were declared lost. */
  readonly lost: readonly (readonly [number, number])[];
  /** The last event that was read, when there are more. */
  readonly through: number | undefined;
}

/** More lines than these are drawn on demand: a long transaction has a hundred thousand events. */
const LINES_AT_FIRST = 200;

export function Ledger({ events, missing, lost, through }: LedgerProps) {
  const [open, setOpen] = useState<number>();
  const [most, setMost] = useState(LINES_AT_FIRST);
  if (events.length === 0) return <Empty title="No event yet" />;
  const lines = ledgerLines(events, { missing, lost, through });
  return (
    <>
      <table className="table table-compact ledger">
        <thead>
          <tr>
            <th scope="col" className="number">
              seqNo
            </th>
            <th scope="col">Event</th>
            <th scope="col">Trigger</th>
            <th scope="col">Charging state</th>
            <th scope="col">At</th>
            <th scope="col">Notes</th>
            <th scope="col">
              <span className="visually-hidden">Details</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.slice(0, most).map((line) =>
            line.kind === 'gap' ? (
              <tr key={`gap ${line.from}`} className="ledger-gap">
                <td className="number">
                  {line.from === line.to ? line.from : `${line.from}–${line.to}`}
                </td>
                <td colSpan={6}>
                  <Icon name="warning" />
                  {line.lost ? 'declared lost' : 'not arrived'}
                </td>
              </tr>
            ) : (
              <Fragment key={line.event.seqNo}>
                <EventRow
                  event={line.event}
                  isOpen={open === line.event.seqNo}
                  onToggle={() => setOpen(open === line.event.seqNo ? undefined : line.event.seqNo)}
                />
                {open === line.event.seqNo && (
                  <tr className="ledger-open">
                    <td />
                    <td colSpan={6}>
                      <Inferred event={line.event} />
                      <JsonView text={prettyJson(line.event.event)} />
                    </td>
                  </tr>
                )}
              </Fragment>
            ),
          )}
        </tbody>
      </table>
      {lines.length > most && (
        <p className="table-more">
          <button type="button" className="button" onClick={() => setMost(most * 5)}>
            Show more of {lines.length.toLocaleString('en')} events
          </button>
        </p>
      )}
    </>
  );
}

interface EventRowProps {
  readonly event: TransactionEventView;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function EventRow({ event, isOpen, onToggle }: EventRowProps) {
  return (
    <tr className="row">
      <td className="number">{event.seqNo}</td>
      <td>
        <span className={`event-type event-${event.eventType.toLowerCase()}`}>
          {event.eventType}
        </span>
      </td>
      <td>{event.triggerReason}</td>
      <td>{event.chargingState ?? <span className="muted">–</span>}</td>
      <td>
        <Moment at={event.timestamp} />
      </td>
      <td>
        <span className="chips">
          {event.offline && (
            <span className="chip chip-unavailable" title={`Received ${event.receivedAt}`}>
              offline
            </span>
          )}
          {event.inference !== undefined && (
            <span className="chip chip-reserved" title={event.inference.took}>
              inferred
            </span>
          )}
          {event.clockFarOff && (
            <span className="chip chip-suspended" title={`Received ${event.receivedAt}`}>
              clock far off
            </span>
          )}
          {event.signatures !== undefined && <SignatureChip states={event.signatures} />}
        </span>
      </td>
      <td className="cell-end">
        <button
          type="button"
          className="icon-button"
          aria-expanded={isOpen}
          aria-label={`Event ${event.seqNo} as OCPP 2.1`}
          onClick={onToggle}
        >
          <Icon name="chevron" />
        </button>
      </td>
    </tr>
  );
}

/** Which reading of an ambiguous message was taken. */
function Inferred({ event }: { readonly event: TransactionEventView }) {
  return event.inference === undefined ? null : <InferenceNote inference={event.inference} />;
}
