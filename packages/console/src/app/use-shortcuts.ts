import { useEffect, useEffectEvent } from 'react';
import { readShortcut } from '../model/shortcuts.ts';

/** Keys that work on every page, unless somebody is typing. */
export function useShortcuts(onHelp: () => void): void {
  const help = useEffectEvent(onHelp);
  useEffect(() => {
    let before = '';
    function onKeyDown(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const shortcut = readShortcut(before, event.key);
      before = event.key;
      if (shortcut === undefined) return;
      event.preventDefault();
      if (shortcut.does === 'go') location.hash = shortcut.to;
      else if (shortcut.does === 'help') help();
      else document.querySelector<HTMLElement>('[data-search]')?.focus();
    }
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input, textarea, select, dialog') !== null)
  );
}
