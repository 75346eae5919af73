import type { Campaign, CampaignTarget } from '@northbound/client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { prettyJson } from '../model/pretty-json.ts';
import { stationHref } from '../model/route.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { BackLink } from '../ui/back-link.tsx';
import { Fact, Tile } from '../ui/facts.tsx';
import { FilterSelect } from '../ui/fields.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { type Column, ListTable, Nothing, useList } from '../ui/list.tsx';
import { Moment } from '../ui/moment.tsx';
import { Failure, Loading } from '../ui/notes.tsx';
import { CampaignProgress, CampaignState } from './campaign-progress.tsx';

const CAMPAIGNS = ['campaigns'];

/** One campaign, live: how far it is, and what became of each station. */
export function CampaignPage({ id }: { readonly id: number }) {
  const { client } = useConsole();
  const campaign = useQuery({
    queryKey: [...CAMPAIGNS, 'one', id],
    queryFn: () => client.getCampaign({ id }),
  });
  if (campaign.isPending) return <Loading what={`campaign ${id}`} />;
  if (campaign.data === undefined) {
    return (
      <main className="page">
        <BackLink href="#/campaigns" to="Campaigns" />
        <Failure error={campaign.error} retry={() => void campaign.refetch()} />
      </main>
    );
  }
  return (
    <main className="page page-fixed">
      <title>{`${campaign.data.name} · Northbound`}</title>
      <Head campaign={campaign.data} />
      <Targets id={id} />
    </main>
  );
}

function Head({ campaign }: { readonly campaign: Campaign }) {
  const mayOperate = useMayOperate();
  const { name, counts, reason, nextWaveAt, steps } = campaign;
  return (
    <>
      <header className="transaction-title">
        <BackLink href="#/campaigns" to="Campaigns" />
        <h1>{name}</h1>
        <CampaignState campaign={campaign} />
        <CampaignProgress campaign={campaign} />
        {mayOperate && (
          <span className="title-end">
            <Steering campaign={campaign} />
          </span>
        )}
      </header>
      {reason !== undefined && (
        <p className="warning" role="note">
          {reason}
        </p>
      )}
      <section className="tiles" aria-label="Figures">
        <Tile label="Succeeded">{counts.succeeded.toLocaleString('en')}</Tile>
        <Tile label="Failed">{counts.failed.toLocaleString('en')}</Tile>
        <Tile label="Under way">{(counts.active + counts.awaiting).toLocaleString('en')}</Tile>
        <Tile label="Wait for their station">{counts.waiting.toLocaleString('en')}</Tile>
        <Tile label="To come">{counts.pending.toLocaleString('en')}</Tile>
        <Tile label="Wave">{`${campaign.wave} / ${campaign.waves}`}</Tile>
      </section>
      <dl className="facts card facts-card">
        {steps.map(({ command, request, until }, index) => (
          <Fact key={prettyJson({ command, request })} name={`Step ${index + 1}: ${command}`}>
            <JsonView text={prettyJson(request)} />
            {until !== undefined && <span className="muted">until {until}</span>}
          </Fact>
        ))}
        <Fact name="By">{campaign.createdBy}</Fact>
        <Fact name="Made">
          <Moment at={campaign.createdAt} />
        </Fact>
        {nextWaveAt !== undefined && (
          <Fact name="Next wave">
            <Moment at={nextWaveAt} />
          </Fact>
        )}
        {campaign.endedAt !== undefined && (
          <Fact name="Ended">
            <Moment at={campaign.endedAt} />
          </Fact>
        )}
      </dl>
    </>
  );
}

/** What may be done with a campaign in its state. */
function Steering({ campaign: { id, state } }: { readonly campaign: Campaign }) {
  const { client } = useConsole();
  const isOver = state === 'cancelled' || state === 'finished';
  if (isOver) return null;
  const goesOn = state === 'running' || state === 'scheduled';
  return (
    <>
      {goesOn ? (
        <ActionButton
          key="pause"
          onAct={() => client.pauseCampaign({ id })}
          refreshes={[CAMPAIGNS]}
        >
          Pause
        </ActionButton>
      ) : (
        <ActionButton
          key="resume"
          onAct={() => client.resumeCampaign({ id })}
          refreshes={[CAMPAIGNS]}
        >
          Resume
        </ActionButton>
      )}
      <ActionButton
        key="cancel"
        tone="danger"
        onAct={() => client.cancelCampaign({ id })}
        refreshes={[CAMPAIGNS]}
      >
        Cancel
      </ActionButton>
    </>
  );
}

const TONES: Readonly<Record<CampaignTarget['state'], string>> = {
  pending: 'unavailable',
  active: 'charging',
  waiting: 'suspended',
  awaiting: 'charging',
  succeeded: 'available',
  failed: 'faulted',
  skipped: 'ended',
};

const TARGET_STATES: readonly CampaignTarget['state'][] = [
  'pending',
  'active',
  'waiting',
  'awaiting',
  'succeeded',
  'failed',
  'skipped',
];

const COLUMNS: readonly Column<CampaignTarget>[] = [
  { name: 'Station', cell: ({ stationId }) => <a href={stationHref(stationId)}>{stationId}</a> },
  { name: 'Wave', number: true, cell: ({ wave }) => wave },
  {
    name: 'State',
    cell: ({ state }) => <span className={`chip chip-${TONES[state]}`}>{state}</span>,
  },
  { name: 'Step', number: true, cell: ({ step }) => step },
  { name: 'Why', cell: ({ cause }) => cause ?? '' },
  { name: 'Changed', cell: ({ updatedAt }) => <Moment at={updatedAt} show="short" /> },
];

function Targets({ id }: { readonly id: number }) {
  const { client } = useConsole();
  const [wanted, setWanted] = useState('');
  const state = TARGET_STATES.find((each) => each === wanted);
  const targets = useList([...CAMPAIGNS, 'targets', id, state], (page) =>
    client.listCampaignTargets({ id, ...page, ...(state && { state }) }),
  );
  return (
    <>
      <search className="toolbar">
        <FilterSelect
          label="Stations that are"
          value={wanted}
          choices={[['', 'in any state'], ...TARGET_STATES]}
          onChange={setWanted}
        />
        <a href={`#/commands?campaign=${id}`}>Its commands</a>
      </search>
      <ListTable
        label="Stations of the campaign"
        list={targets}
        rowKey={({ stationId }) => stationId}
        columns={COLUMNS}
        empty={<Nothing title="No station is in this state" />}
      />
    </>
  );
}
