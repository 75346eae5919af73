import type { Campaign } from '@northbound/client';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { useFilteredList } from '../app/use-filtered-list.tsx';
import { given } from '../model/form.ts';
import type { Filters } from '../ui/filter-bar.tsx';
import type { Column } from '../ui/list.tsx';
import { ListPage } from '../ui/list-page.tsx';
import { Moment } from '../ui/moment.tsx';
import { CampaignProgress, CampaignState } from './campaign-progress.tsx';
import { NewCampaignDialog } from './new-campaign-dialog.tsx';

const COLUMNS: readonly Column<Campaign>[] = [
  {
    name: 'Campaign',
    cell: ({ id, name }) => (
      <a className="row-link" href={`#/campaigns/${id}`}>
        {name}
      </a>
    ),
  },
  {
    name: 'Commands',
    cell: ({ steps }) => steps.map(({ command }) => command).join(', then '),
  },
  { name: 'State', cell: (campaign) => <CampaignState campaign={campaign} /> },
  { name: 'Stations', cell: (campaign) => <CampaignProgress campaign={campaign} /> },
  {
    name: 'Failed',
    number: true,
    cell: ({ counts }) => counts.failed.toLocaleString('en'),
  },
  { name: 'Wave', number: true, cell: ({ wave, waves }) => `${wave} / ${waves}` },
  { name: 'By', cell: ({ createdBy }) => createdBy },
  { name: 'Made', cell: ({ createdAt }) => <Moment at={createdAt} show="short" /> },
];

const STATES: readonly Campaign['state'][] = [
  'scheduled',
  'running',
  'paused',
  'stopped',
  'cancelled',
  'finished',
];

const FILTERS = {
  state: { kind: 'select', label: 'State', choices: [['', 'Any'], ...STATES] },
} as const satisfies Filters<string>;

/** Commands to many stations. */
export function CampaignsPage({ query }: { readonly query: URLSearchParams }) {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const { bar, list, unfiltered } = useFilteredList({
    path: 'campaigns',
    query,
    filters: FILTERS,
    cached: 'campaigns',
    ask: ({ state }) => given({ state: STATES.find((each) => each === state) }),
    read: client.listCampaigns,
  });
  return (
    <ListPage
      title="Campaigns"
      bar={bar}
      unfiltered={unfiltered}
      begin={
        mayOperate && {
          words: 'New campaign',
          dialog: (onClose) => <NewCampaignDialog onClose={onClose} />,
        }
      }
      list={list}
      rowKey={({ id }) => id}
      columns={COLUMNS}
      nothing="No campaign yet"
      hint="A campaign sends commands to many stations, in waves, and stops when too much fails."
    />
  );
}
