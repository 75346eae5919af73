import type { ReactNode } from 'react';
import { type Column, ListTable, type PageRequest, useList } from '../ui/list.tsx';
import { Empty } from '../ui/notes.tsx';
import { Panel } from '../ui/panel.tsx';
import { type PartKind, partKey } from './use-station-parts.ts';

interface PartListProps<Item> {
  readonly stationId: string;
  readonly kind: PartKind;
  /** Of what is read, filters and all. */
  readonly name: string;
  readonly title: string;
  /** Said when there is nothing. */
  readonly empty: string;
  readonly read: (
    page: PageRequest,
  ) => Promise<{ readonly items: readonly Item[]; readonly nextCursor?: string }>;
  readonly columns: readonly Column<Item>[];
  readonly rowKey: (item: Item) => string | number;
  readonly actions?: (item: Item) => ReactNode;
  readonly details?: (item: Item) => ReactNode;
  /** Filters and buttons, beside the title. */
  readonly toolbar?: ReactNode;
  /** For what no event tells: how often it is read again. */
  readonly everyMs?: number;
}

/** A list of the API that belongs to a station: page by page, read again when an event says so. */
export function PartList<Item>(props: PartListProps<Item>) {
  const { stationId, kind, name, title, empty, read, toolbar, everyMs, ...table } = props;
  const list = useList(partKey(stationId, kind, name), read, { everyMs });
  return (
    <Panel title={title} actions={toolbar}>
      <ListTable
        label={`List of ${title.toLowerCase()}`}
        list={list}
        empty={<Empty title={empty} />}
        {...table}
      />
    </Panel>
  );
}
