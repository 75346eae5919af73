import { useEffect, useEffectEvent } from 'react';
import { readShortcut } from '../model/shortcuts.ts';
import { useIsAdmin } from './console-context.ts';

interface Dialogs {
  readonly onHelp: () => void;
  readonly onPalette: () => void;
}

/** Keys that work on every page, unless somebody is typing; the palette opens even then. */
export function useShortcuts({ onHelp, onPalette }: Dialogs): void {
  const isAdmin = useIsAdmin();
  const help = useEffectEvent(onHelp);
  const palette = useEffectEvent(onPalette);
  useEffect(() => {
    let before = '';
    function onKeyDown(event: KeyboardEvent): void {
      if ((event.ctrlKey || event.metaKey) && event.key === 'k') {
        event.preventDefault();
        if (document.querySelector('dialog') === null) palette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const shortcut = readShortcut(before, event.key, isAdmin);
      before = event.key;
      if (shortcut === undefined) return;
      event.preventDefault();
      if (shortcut.does === 'go') location.hash = shortcut.to;
      else if (shortcut.does === 'help') help();
      else document.querySelector<HTMLElement>('[data-search]')?.focus();
    }
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [isAdmin]);
}

/** Boxes and radio buttons take no letters. */
const TYPED_INTO = 'input:not([type=checkbox], [type=radio]), textarea, select, dialog';

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest(TYPED_INTO) !== null)
  );
}
