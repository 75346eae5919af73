import { useState } from 'react';
import { changeWhatIs } from '../api/changes.ts';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { useGroups } from '../fleet/use-groups.ts';
import { applyNames, splitNames } from '../model/names.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { Fact } from '../ui/facts.tsx';
import { Panel, Read } from '../ui/panel.tsx';
import { partsKey, usePart } from './use-station-parts.ts';

/** Sites, fleets and pilots that the station belongs to. */
export function GroupsPanel({ stationId }: { readonly stationId: string }) {
  const { client } = useConsole();
  const mayChange = useMayOperate();
  const groups = usePart({
    stationId,
    kind: 'other',
    name: 'groups',
    read: () => client.getStationGroups({ id: stationId }),
  });
  return (
    <Panel title="Groups">
      <Read what="groups" query={groups}>
        {(data) =>
          mayChange ? (
            <GroupsForm key={data.groups.join()} stationId={stationId} groups={data.groups} />
          ) : (
            <p className="panel-body">{data.groups.join(', ') || 'In none'}</p>
          )
        }
      </Read>
      <Places groups={groups.data?.groups ?? []} />
    </Panel>
  );
}

/** Where the station is, when one of its groups is a site. */
function Places({ groups }: { readonly groups: readonly string[] }) {
  const known = useGroups();
  const sites = known.filter(({ group, site }) => site !== undefined && groups.includes(group));
  if (sites.length === 0) return null;
  return (
    <dl className="facts panel-body">
      {sites.map(({ group, site }) => (
        <Fact key={group} name={group}>
          {site?.address}
          {site?.note !== undefined && <p className="muted">{site.note}</p>}
        </Fact>
      ))}
    </dl>
  );
}

interface GroupsFormProps {
  readonly stationId: string;
  readonly groups: readonly string[];
}

function GroupsForm({ stationId, groups }: GroupsFormProps) {
  const { client } = useConsole();
  const before = groups.join(', ');
  const [text, setText] = useState(before);
  // What others have put it into or taken it out of meanwhile stays so.
  const save = () =>
    changeWhatIs(
      client,
      () => client.getStationGroups({ id: stationId }),
      (now, options) => {
        const after = applyNames(now.groups, { before: groups, after: splitNames(text) });
        return client.putStationGroups({ id: stationId, body: { groups: after } }, options);
      },
    );
  return (
    <div className="panel-body toolbar">
      <input
        className="grow"
        aria-label="Groups of this station, with commas between"
        placeholder="none"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <ActionButton
        disabled={text === before}
        onAct={save}
        refreshes={[partsKey(stationId, 'other')]}
      >
        Save
      </ActionButton>
    </div>
  );
}
