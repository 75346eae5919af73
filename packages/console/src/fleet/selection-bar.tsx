import { Suspense, useState } from 'react';
import { useMayOperate } from '../app/console-context.ts';
import { later } from '../app/later.ts';
import { count } from '../model/format.ts';
import { hiddenSelected, shownSelected } from '../model/selection.ts';
import { GroupDialog } from './group-dialog.tsx';
import type { Selection } from './use-selection.ts';

/** Loaded with its forms when it is wanted: the first page has no need of them. */
const NewCampaignDialog = later(
  async () => (await import('../campaigns/new-campaign-dialog.tsx')).NewCampaignDialog,
);

interface SelectionBarProps {
  readonly selection: Selection;
  /** Ids of the stations that the filter lets through. */
  readonly shown: readonly string[];
}

/** What may be done with the selected stations. */
export function SelectionBar({ selection, shown }: SelectionBarProps) {
  const mayOperate = useMayOperate();
  const [open, setOpen] = useState<'command' | 'campaign' | 'group'>();
  const close = () => setOpen(undefined);
  const { ids } = selection;
  if (!mayOperate || ids.size === 0) return null;
  const stationIds = [...ids];
  const hidden = hiddenSelected({ ids, shown });
  return (
    <section className="selection-bar" aria-label="Selection">
      <strong role="status">
        {count(ids.size, 'station')} selected
        {hidden > 0 && `, ${hidden.toLocaleString('en')} of them not shown`}
      </strong>
      <button type="button" className="button" onClick={() => setOpen('command')}>
        Command…
      </button>
      <button type="button" className="button" onClick={() => setOpen('campaign')}>
        Campaign…
      </button>
      <button type="button" className="button" onClick={() => setOpen('group')}>
        Group…
      </button>
      {shown.length > 0 && shownSelected({ ids, shown }) !== 'all' && (
        <button
          type="button"
          className="button button-quiet"
          onClick={() => selection.setShown(shown, true)}
        >
          Select all {shown.length.toLocaleString('en')} shown
        </button>
      )}
      <button type="button" className="button button-quiet" onClick={selection.clear}>
        Clear
      </button>
      {(open === 'command' || open === 'campaign') && (
        <Suspense>
          <NewCampaignDialog.Part
            stationIds={stationIds}
            simple={open === 'command'}
            onClose={close}
          />
        </Suspense>
      )}
      {open === 'group' && <GroupDialog stationIds={stationIds} onClose={close} />}
    </section>
  );
}
