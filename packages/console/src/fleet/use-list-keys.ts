import { type RefObject, useEffect, useEffectEvent } from 'react';
import { nextIndex } from '../model/list-keys.ts';

/** Of `aria-rowindex`: it counts from 1, and the header row is the first. */
const FIRST_ROW = 2;

/**
 * Arrow keys, Home and End move the focus between the links of a table whose rows carry `aria-rowindex`; `x` selects the
 * row.
 */
export function useListKeys(
  scroller: RefObject<HTMLElement | null>,
  length: number,
  scrollTo: (index: number) => void,
): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const row = event.target instanceof HTMLElement ? event.target.closest('tr') : null;
    if (event.key === 'x') row?.querySelector<HTMLElement>('input[type=checkbox]')?.click();
    const index = Number(row?.getAttribute('aria-rowindex') ?? FIRST_ROW - 1) - FIRST_ROW;
    const next = nextIndex(event.key, index, length);
    if (next === undefined) return;
    event.preventDefault();
    scrollTo(next);
    focusRow(next, 3);
  });

  /** The row may only be drawn some frames after it came into sight. */
  const focusRow = useEffectEvent((index: number, attempts: number) => {
    const selector = `[aria-rowindex="${index + FIRST_ROW}"] a`;
    const link = scroller.current?.querySelector<HTMLElement>(selector);
    if (link) link.focus({ preventScroll: true });
    else if (attempts > 0) requestAnimationFrame(() => focusRow(index, attempts - 1));
  });

  useEffect(() => {
    const element = scroller.current;
    element?.addEventListener('keydown', onKeyDown);
    return () => element?.removeEventListener('keydown', onKeyDown);
  }, [scroller]);
}
