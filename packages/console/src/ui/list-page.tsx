import { type ReactNode, useState } from 'react';
import { ListTable, type ListTableProps, Nothing } from './list.tsx';
import { BeginButton, Page } from './page.tsx';

interface Beginning {
  /** What the button says. */
  readonly words: string;
  readonly dialog: (onClose: () => void) => ReactNode;
}

interface ListPageProps<Item> extends Omit<ListTableProps<Item>, 'label' | 'empty' | 'actions'> {
  /** Of the page and its list. */
  readonly title: string;
  readonly about?: ReactNode;
  /** Filters above the list. */
  readonly bar?: ReactNode;
  /** The address without filters, when there are some. */
  readonly unfiltered?: string | undefined;
  /** What can be made here, by who may. */
  readonly begin?: false | Beginning;
  /** What may be done with an item, by who may. */
  readonly actions?: false | ((item: Item) => ReactNode);
  /** Said when there is nothing. */
  readonly nothing: string;
  /** What helps then. */
  readonly hint?: string;
  /** Dialogs about one item. */
  readonly children?: ReactNode;
}

/** A page that is one list: its filters, what can be made, its rows and what may be done with them. */
export function ListPage<Item>({
  title,
  about,
  bar,
  unfiltered,
  begin = false,
  actions = false,
  nothing,
  hint,
  children,
  ...table
}: ListPageProps<Item>) {
  const [beginning, setBeginning] = useState(false);
  const button = begin && (
    <BeginButton onClick={() => setBeginning(true)}>{begin.words}</BeginButton>
  );
  const hasToolbar = bar !== undefined || begin;
  return (
    <Page
      title={title}
      about={about}
      toolbar={
        hasToolbar ? (
          <>
            {bar}
            {button}
          </>
        ) : undefined
      }
    >
      <ListTable
        {...table}
        label={title}
        actions={actions || undefined}
        empty={
          <Nothing title={nothing} unfiltered={unfiltered}>
            {hint}
          </Nothing>
        }
      />
      {beginning && begin !== false && begin.dialog(() => setBeginning(false))}
      {children}
    </Page>
  );
}
