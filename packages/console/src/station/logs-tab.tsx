import type { StationLog } from '@northbound/client';
import type { StationView } from '@northbound/csms/views';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { formatBytes } from '../model/format.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { Moment } from '../ui/moment.tsx';
import { saveFile } from '../ui/save.ts';
import { PartList } from './part-list.tsx';
import { partsKey } from './use-station-parts.ts';

/** The station tells when its file is sent; how much of it is here already, nobody does. */
const READ_AGAIN_MS = 5000;

const KINDS: readonly (readonly [StationLog['logType'], string])[] = [
  ['DiagnosticsLog', 'Diagnostics log'],
  ['SecurityLog', 'Security log'],
];

/** Logs of the station, asked for with one click. */
export function LogsTab({ station }: { readonly station: StationView }) {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const id = station.id;
  return (
    <PartList<StationLog>
      stationId={id}
      kind="notice"
      name="logs"
      title="Logs"
      empty="None has been asked for"
      everyMs={READ_AGAIN_MS}
      read={(page) => client.listLogs({ id, ...page })}
      rowKey={(log) => log.id}
      columns={[
        {
          name: 'Asked for',
          cell: ({ requestedAt }) => <Moment at={requestedAt} show="short" />,
        },
        { name: 'Log', cell: ({ logType }) => logType },
        { name: 'Station says', cell: ({ status, detail }) => detail ?? status ?? '' },
        { name: 'File', cell: ({ file }) => file.name },
        { name: 'Here', cell: ({ file }) => file.state },
        {
          name: 'Size',
          number: true,
          cell: ({ file }) => (file.sizeBytes === undefined ? '' : formatBytes(file.sizeBytes)),
        },
      ]}
      {...(mayOperate && {
        actions: ({ id: log, file }: StationLog) =>
          file.state === 'Ready' && (
            <ActionButton
              label={`Download ${file.name}`}
              onAct={async () => saveFile(file.name, await client.downloadLog({ id, log }))}
            >
              Download
            </ActionButton>
          ),
      })}
      toolbar={
        mayOperate &&
        KINDS.map(([logType, words]) => (
          <ActionButton
            key={logType}
            onAct={() => client.requestLog({ id, body: { logType } })}
            refreshes={[partsKey(station.id, 'notice')]}
          >
            Get the {words.toLowerCase()}
          </ActionButton>
        ))
      }
    />
  );
}
