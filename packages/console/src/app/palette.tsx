import { useId, useState } from 'react';
import { useStations } from '../api/reads.ts';
import { nextIndex } from '../model/list-keys.ts';
import { findPlaces } from '../model/palette.ts';
import { Dialog } from '../ui/dialog.tsx';
import { useIsAdmin } from './console-context.ts';

/** Leads to a page, a station or a transaction by a few letters. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const isAdmin = useIsAdmin();
  const stations = useStations();
  const listId = useId();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const stationIds = (stations.data ?? []).map(({ id }) => id);
  const places = findPlaces({ text, isAdmin, stationIds });
  const optionId = (index: number) => `${listId}-${index}`;

  function go(href: string | undefined): void {
    if (href === undefined) return;
    location.hash = href;
    onClose();
  }

  return (
    <Dialog title="Go to" onClose={onClose}>
      <input
        className="palette-input"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={places.length === 0 ? undefined : optionId(chosen)}
        aria-label="Page, station or transaction"
        placeholder="Page, station, or #transaction"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            // What had the focus before gets it again, and would take the key for a click.
            event.preventDefault();
            go(places[chosen]?.href);
          }
          const next = nextIndex(event.key, chosen, places.length);
          if (next === undefined || event.key === 'Home' || event.key === 'End') return;
          event.preventDefault();
          setChosen(next);
        }}
      />
      <div id={listId} role="listbox" aria-label="Places" className="palette-list">
        {places.map(({ href, label, kind }, index) => (
          <div
            key={href}
            id={optionId(index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className="palette-place"
            onMouseDown={() => go(href)}
          >
            {label}
            <span className="muted">{kind}</span>
          </div>
        ))}
        {places.length === 0 && <p className="muted">Nothing is called so.</p>}
      </div>
    </Dialog>
  );
}
