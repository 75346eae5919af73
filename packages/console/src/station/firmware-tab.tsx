import type { FirmwareUpdate } from '@northbound/client';
import type { StationView } from '@northbound/csms/views';
import { useState } from 'react';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { type UpdateTone, updateProgress } from '../model/firmware.ts';
import { Age, Moment } from '../ui/moment.tsx';
import { FirmwareDialog } from './firmware-dialog.tsx';
import { PartList } from './part-list.tsx';

const CHIPS: Readonly<Record<UpdateTone, string>> = {
  running: 'chip-charging',
  good: 'chip-available',
  bad: 'chip-faulted',
  over: 'chip-unavailable',
};

/** What firmware the station got, how far the last update is, and the next. */
export function FirmwareTab({ station }: { readonly station: StationView }) {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const [updating, setUpdating] = useState(false);
  return (
    <>
      <PartList<FirmwareUpdate>
        stationId={station.id}
        kind="firmwareUpdate"
        name="updates"
        title="Firmware updates"
        empty={`It runs ${station.firmwareVersion ?? 'a firmware it has not named'}, and got none from here`}
        read={(page) => client.listFirmwareUpdates({ stationId: station.id, ...page })}
        rowKey={({ id }) => id}
        columns={[
          { name: 'Asked for', cell: ({ createdAt }) => <Moment at={createdAt} show="short" /> },
          { name: 'Image', cell: ({ imageId }) => imageId ?? 'from elsewhere' },
          {
            name: 'From',
            cell: ({ versionBefore }) => versionBefore ?? '–',
          },
          { name: 'State', cell: (update) => <Progress update={update} /> },
          { name: 'To', cell: ({ versionAfter }) => versionAfter ?? '–' },
          { name: 'Why', cell: ({ detail }) => detail ?? '' },
          { name: 'Changed', cell: ({ changedAt }) => <Age at={changedAt} /> },
        ]}
        toolbar={
          mayOperate && (
            <button type="button" className="button" onClick={() => setUpdating(true)}>
              Update…
            </button>
          )
        }
      />
      <p className="hint">
        Images are kept for the whole fleet: <a href="#/firmware">Firmware</a>.
      </p>
      {updating && <FirmwareDialog station={station} onClose={() => setUpdating(false)} />}
    </>
  );
}

function Progress({ update }: { readonly update: FirmwareUpdate }) {
  const { tone, words, step, steps } = updateProgress(update);
  return (
    <span className="row-actions">
      <span className={`chip ${CHIPS[tone]}`}>{words}</span>
      {tone === 'running' && (
        <meter aria-label="Progress of the update" min={0} max={steps} value={step} />
      )}
    </span>
  );
}
