import type { StationView } from '@northbound/csms/views';
import { lazy, Suspense, useState } from 'react';
import { useMayOperate } from '../app/console-context.ts';
import { count } from '../model/format.ts';
import { GroupDialog } from './group-dialog.tsx';
import type { Selection } from './use-selection.ts';

/** Loaded with its forms when it is wanted: the first page has no need of them. */
const NewCampaignDialog = lazy(async () => ({
  default: (await import('../campaigns/new-campaign-dialog.tsx')).NewCampaignDialog,
}));

interface SelectionBarProps {
  readonly selection: Selection;
  /** The stations that the filter lets through. */
  readonly shown: readonly StationView[];
}

/** What may be done with the selected stations. */
export function SelectionBar({ selection, shown }: SelectionBarProps) {
  const mayOperate = useMayOperate();
  const [open, setOpen] = useState<'command' | 'campaign' | 'group'>();
  const close = () => setOpen(undefined);
  const { ids } = selection;
  if (!mayOperate || ids.size === 0) return null;
  const stationIds = [...ids];
  return (
    <section className="selection-bar" aria-label="Selection">
      <strong role="status">{count(ids.size, 'station')} selected</strong>
      <button type="button" className="button" onClick={() => setOpen('command')}>
        Command…
      </button>
      <button type="button" className="button" onClick={() => setOpen('campaign')}>
        Campaign…
      </button>
      <button type="button" className="button" onClick={() => setOpen('group')}>
        Group…
      </button>
      {ids.size < shown.length && (
        <button
          type="button"
          className="button button-quiet"
          onClick={() => selection.set(shown.map(({ id }) => id))}
        >
          Select all {shown.length.toLocaleString('en')} shown
        </button>
      )}
      <button type="button" className="button button-quiet" onClick={() => selection.set([])}>
        Clear
      </button>
      {(open === 'command' || open === 'campaign') && (
        <Suspense>
          <NewCampaignDialog stationIds={stationIds} simple={open === 'command'} onClose={close} />
        </Suspense>
      )}
      {open === 'group' && <GroupDialog stationIds={stationIds} onClose={close} />}
    </section>
  );
}
