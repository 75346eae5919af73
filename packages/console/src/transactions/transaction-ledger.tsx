import type { TransactionView } from '@northbound/csms/views';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { cacheKeys } from '../api/live-views.ts';
import { useConsole } from '../app/console-context.ts';
import { count } from '../model/format.ts';
import { itemsOf, type ListQuery, useList } from '../ui/list.tsx';
import { Failure, Loading } from '../ui/notes.tsx';
import { Segments } from '../ui/segments.tsx';
import { Ledger } from './ledger.tsx';
import { Story } from './story.tsx';

const EVENTS_A_PAGE = 1000;

interface TransactionProps {
  readonly transaction: TransactionView;
}

/** Two ways to read what is known: the events of the station, and what they and our decisions proved. */
export function TransactionLedger({ transaction }: TransactionProps) {
  const [shown, setShown] = useState<'events' | 'story'>('events');
  return (
    <section className="card" aria-labelledby="ledger-title">
      <header className="card-header">
        <h2 id="ledger-title">Ledger</h2>
        <span className="muted">
          {shown === 'events'
            ? 'every event, by sequence number'
            : 'as it came, and what it proved'}
        </span>
        <Segments
          label="Ledger as"
          value={shown}
          choices={[
            ['events', 'Events'],
            ['story', 'Story'],
          ]}
          onChange={setShown}
        />
      </header>
      {shown === 'events' ? (
        <Events transaction={transaction} />
      ) : (
        <StoryOf transaction={transaction} />
      )}
    </section>
  );
}

function Events({ transaction }: TransactionProps) {
  const { id, eventCount, missingSeqNos, lostSeqNos } = transaction;
  const { client } = useConsole();
  const queryKey = cacheKeys.transactionEvents(id);
  const list = useList(queryKey, (page) => client.listTransactionEvents({ id, ...page }), {
    limit: EVENTS_A_PAGE,
  });
  const events = itemsOf(list);
  const newer = list.hasNextPage ? 0 : eventCount - events.length;
  // A longer ledger is read again on demand only: all of it travels each time.
  const follows = eventCount <= EVENTS_A_PAGE;
  useFollowing(follows, transaction, queryKey);
  return (
    <Pages list={list} what="events">
      <Ledger
        events={events}
        missing={missingSeqNos}
        lost={lostSeqNos ?? []}
        through={list.hasNextPage ? events.at(-1)?.seqNo : undefined}
      />
      {newer > 0 && !follows && (
        <p className="table-more">
          <button type="button" className="button" onClick={() => void list.refetch()}>
            Show {count(newer, 'newer event')}
          </button>
        </p>
      )}
    </Pages>
  );
}

function StoryOf({ transaction }: TransactionProps) {
  const { id, eventCount } = transaction;
  const { client } = useConsole();
  const queryKey = cacheKeys.transactionStory(id);
  const list = useList(queryKey, (page) => client.getTransactionStory({ id, ...page }), {
    limit: EVENTS_A_PAGE,
  });
  useFollowing(eventCount <= EVENTS_A_PAGE, transaction, queryKey);
  return (
    <Pages list={list} what="the story">
      <Story entries={itemsOf(list)} />
    </Pages>
  );
}

/** Reads a list again when what is known of the transaction has changed since it was shown. */
function useFollowing(
  follows: boolean,
  { eventCount, cdr, endedAt }: TransactionView,
  queryKey: readonly unknown[],
): void {
  const cache = useQueryClient();
  const name = JSON.stringify(queryKey);
  const known = [eventCount, cdr, endedAt].join();
  const read = useRef(known);
  useEffect(() => {
    if (!follows || read.current === known) return;
    read.current = known;
    void cache.invalidateQueries({ queryKey: JSON.parse(name) });
  }, [cache, name, follows, known]);
}

interface PagesProps<Item> {
  readonly list: ListQuery<Item>;
  readonly what: string;
  readonly children: ReactNode;
}

function Pages<Item>({ list, what, children }: PagesProps<Item>) {
  if (list.isPending) return <Loading what={what} />;
  if (list.data === undefined) {
    return <Failure error={list.error} retry={() => void list.refetch()} />;
  }
  return (
    <>
      {children}
      {list.hasNextPage && (
        <p className="table-more">
          <button
            type="button"
            className="button"
            disabled={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            Load more
          </button>
        </p>
      )}
    </>
  );
}
