import { useInfiniteQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode, useState } from 'react';
import { Icon } from './icons.tsx';
import { Empty, errorText, Failure, Loading } from './notes.tsx';

export interface ReadPage<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
}

export interface PageRequest {
  readonly cursor?: string;
  readonly limit: number;
}

const ITEMS_A_PAGE = 50;

interface ListOptions {
  /** Items a page. */
  readonly limit?: number;
  /** For what no event tells: how often it is read again. */
  readonly everyMs?: number | undefined;
}

/** A list of the API, page by page. Lists without pages are one page. */
export function useList<Item>(
  queryKey: readonly unknown[],
  read: (page: PageRequest) => Promise<ReadPage<Item>>,
  { limit = ITEMS_A_PAGE, everyMs }: ListOptions = {},
) {
  return useInfiniteQuery({
    queryKey,
    refetchInterval: everyMs ?? false,
    initialPageParam: undefined,
    getNextPageParam: (page: ReadPage<Item>): string | undefined => page.nextCursor,
    queryFn: ({ pageParam }: { pageParam: string | undefined }) =>
      read(pageParam === undefined ? { limit } : { limit, cursor: pageParam }),
  });
}

export type ListQuery<Item> = ReturnType<typeof useList<Item>>;

export function itemsOf<Item>(list: ListQuery<Item>): readonly Item[] {
  return list.data?.pages.flatMap((page) => page.items) ?? [];
}

export interface Column<Item> {
  readonly name: string;
  readonly cell: (item: Item) => ReactNode;
  /** Aligned to the right. */
  readonly number?: boolean;
}

interface RowsProps<Item> {
  readonly items: readonly Item[];
  readonly rowKey: (item: Item) => string | number;
  /** The first names its row. */
  readonly columns: readonly Column<Item>[];
  /** What may be done with an item. */
  readonly actions?: ((item: Item) => ReactNode) | undefined;
  /** What opens below a row. */
  readonly details?: (item: Item) => ReactNode;
}

export interface ListTableProps<Item> extends Omit<RowsProps<Item>, 'items'> {
  /** What the rows are, for those who do not see the table. */
  readonly label: string;
  readonly list: ListQuery<Item>;
  /** Said when there is nothing. */
  readonly empty: ReactNode;
}

/** One list of the API as a table: loading, failure, nothing, rows, and more rows. */
export function ListTable<Item>(props: ListTableProps<Item>) {
  const { label, list, empty } = props;
  const items = itemsOf(list);
  if (list.isPending) return <Loading what={label.toLowerCase()} />;
  if (list.data === undefined) {
    return <Failure error={list.error} retry={() => void list.refetch()} />;
  }
  if (items.length === 0) return empty;
  return (
    <section className="card table-card" aria-label={label}>
      <div className="scroller">
        <Rows {...props} items={items} />
        {list.hasNextPage && (
          <p className="table-more">
            {list.isFetchNextPageError && (
              <span className="problem-text" role="alert">
                {errorText(list.error)}
              </span>
            )}
            <button
              type="button"
              className="button"
              disabled={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              {list.isFetchingNextPage ? 'Loading…' : 'Load more'}
            </button>
          </p>
        )}
      </div>
    </section>
  );
}

/** A table of what is at hand. */
export function Rows<Item>(props: RowsProps<Item>) {
  const { items, rowKey, columns, actions, details } = props;
  const [open, setOpen] = useState<string | number>();
  const width = columns.length + (actions === undefined ? 0 : 1) + (details === undefined ? 0 : 1);
  return (
    <table className="table">
      <thead>
        <tr>
          {details !== undefined && <HiddenHeading>Details</HiddenHeading>}
          {columns.map(({ name, number }) => (
            <th key={name} scope="col" className={number ? 'number' : undefined}>
              {name}
            </th>
          ))}
          {actions !== undefined && <HiddenHeading>Actions</HiddenHeading>}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => {
          const key = rowKey(item);
          const isOpen = open === key;
          return (
            <Fragment key={key}>
              <tr className="row">
                {details !== undefined && (
                  <td className="cell-open">
                    <button
                      type="button"
                      className="icon-button"
                      aria-expanded={isOpen}
                      aria-label={`Details of ${key}`}
                      onClick={() => setOpen(isOpen ? undefined : key)}
                    >
                      <Icon name="chevron" />
                    </button>
                  </td>
                )}
                <Cells columns={columns} item={item} />
                {actions !== undefined && (
                  <td className="cell-end">
                    <span className="row-actions">{actions(item)}</span>
                  </td>
                )}
              </tr>
              {isOpen && details !== undefined && (
                <tr className="row-details">
                  <td colSpan={width}>{details(item)}</td>
                </tr>
              )}
            </Fragment>
          );
        })}
      </tbody>
    </table>
  );
}

function HiddenHeading({ children }: { readonly children: string }) {
  return (
    <th scope="col">
      <span className="visually-hidden">{children}</span>
    </th>
  );
}

interface CellsProps<Item> {
  readonly columns: readonly Column<Item>[];
  readonly item: Item;
}

function Cells<Item>({ columns, item }: CellsProps<Item>) {
  return columns.map(({ name, cell, number }, index) => {
    const className = number ? 'number' : undefined;
    return index === 0 ? (
      <th key={name} scope="row" className={className}>
        {cell(item)}
      </th>
    ) : (
      <td key={name} className={className}>
        {cell(item)}
      </td>
    );
  });
}

interface NothingProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** The address without filters, when there are some. */
  readonly unfiltered?: string | undefined;
}

/** Why a list is empty: because of its filters, or because there is nothing. */
export function Nothing({ title, children, unfiltered }: NothingProps) {
  if (unfiltered === undefined) return <Empty title={title}>{children}</Empty>;
  return (
    <Empty title="Nothing matches">
      <a href={unfiltered}>Show all</a>
    </Empty>
  );
}
