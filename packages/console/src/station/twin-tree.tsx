import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useId, useRef } from 'react';
import { type TwinRow, treeMove } from '../model/twin-tree.ts';
import { Icon } from '../ui/icons.tsx';
import { Empty } from '../ui/notes.tsx';

const ROW_HEIGHT_PX = 30;

interface TwinTreeProps {
  readonly rows: readonly TwinRow[];
  /** Key of the row that has the focus. */
  readonly active: string | undefined;
  readonly onActivate: (key: string) => void;
  readonly onToggle: (key: string) => void;
}

/** Draws the lines in sight. The focus stays on the tree, which names its active line: lines come and go. */
export function TwinTree({ rows, active, onActivate, onToggle }: TwinTreeProps) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
  });
  const activeIndex = rows.findIndex(({ key }) => key === active);

  function onKeyDown(event: KeyboardEvent): void {
    const move = treeMove(event.key, rows, active);
    if (move === undefined) return;
    event.preventDefault();
    if ('toggle' in move) onToggle(move.toggle);
    else {
      onActivate(move.to);
      virtualizer.scrollToIndex(rows.findIndex(({ key }) => key === move.to));
    }
  }

  function onClick(event: MouseEvent): void {
    if (!(event.target instanceof Element)) return;
    const line = event.target.closest('[role="treeitem"]');
    const row = rows[Number(line?.getAttribute('data-index') ?? -1)];
    if (row === undefined) return;
    onActivate(row.key);
    // A variable is looked at; only its mark opens it.
    const opens = !('variable' in row) || event.target.closest('.tree-mark') !== null;
    if (opens) onToggle(row.key);
  }

  if (rows.length === 0) {
    return (
      <div className="card">
        <Empty title="Nothing matches" />
      </div>
    );
  }
  return (
    <div className="card scroller" ref={scroller}>
      <div
        role="tree"
        aria-label="Components and variables"
        aria-activedescendant={activeIndex < 0 ? undefined : `${id}${activeIndex}`}
        className="tree"
        tabIndex={0}
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return (
            row && (
              <TreeLine
                key={row.key}
                id={`${id}${index}`}
                index={index}
                row={row}
                isActive={row.key === active}
                offsetPx={start}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

interface TreeLineProps {
  readonly id: string;
  readonly index: number;
  readonly row: TwinRow;
  readonly isActive: boolean;
  readonly offsetPx: number;
}

function TreeLine({ id, index, row, isActive, offsetPx }: TreeLineProps) {
  return (
    <div
      id={id}
      data-index={index}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.level}
      aria-expanded={row.isOpen}
      aria-selected={isActive}
      className={`tree-line tree-${row.kind}`}
      style={{ transform: `translateY(${offsetPx}px)`, paddingLeft: row.level * 18 - 8 }}
    >
      {row.isOpen !== undefined && (
        <span className="tree-mark" aria-hidden="true">
          <Icon name="chevron" />
        </span>
      )}
      <span className="tree-name">
        {row.name}
        {'variable' in row && <KeyOf16 row={row} />}
      </span>
      {'variable' in row ? <LineValue row={row} /> : <LineCounts row={row} />}
    </div>
  );
}

/** What a 1.6 station calls it, where that is another name. */
function KeyOf16({ row }: { readonly row: Extract<TwinRow, { variable: object }> }) {
  const { configurationKey } = row.variable;
  if (configurationKey === undefined || configurationKey === row.name) return null;
  return <span className="muted"> {configurationKey}</span>;
}

function LineCounts({ row }: { readonly row: Extract<TwinRow, { count: number }> }) {
  return (
    <span className="muted">
      {row.count}
      {row.drifts > 0 && <span className="drift"> {row.drifts} drifted</span>}
    </span>
  );
}

function LineValue({ row }: { readonly row: Extract<TwinRow, { variable: object }> }) {
  const { value, characteristics, desired, drift, mutability } = row.variable;
  const unit = characteristics?.unit;
  return (
    <>
      <span className="tree-value">
        {mutability === 'WriteOnly' ? 'write-only' : (value ?? '–')}
        {unit !== undefined && value !== undefined && <span className="muted"> {unit}</span>}
      </span>
      {desired !== undefined && (
        <span className={drift ? 'drift' : 'muted'}>
          {drift ? `drift, desired ${desired.value}` : 'as desired'}
        </span>
      )}
    </>
  );
}
