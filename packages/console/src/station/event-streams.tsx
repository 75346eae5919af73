import type { EventStream, EventStreamSamples } from '@northbound/client';
import { useState } from 'react';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { given } from '../model/form.ts';
import { watchedWords } from '../model/watched.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { type Column, ListTable, useList } from '../ui/list.tsx';
import { Moment } from '../ui/moment.tsx';
import { Empty } from '../ui/notes.tsx';
import { RowButton } from '../ui/row-button.tsx';
import { PartList } from './part-list.tsx';
import { partKey, partsKey } from './use-station-parts.ts';

const COLUMNS: readonly Column<EventStream>[] = [
  { name: 'Number', cell: ({ streamId }) => streamId },
  { name: 'Monitor', cell: ({ monitorId }) => monitorId },
  { name: 'Of', cell: ({ watched }) => (watched === undefined ? '' : watchedWords(watched)) },
  { name: 'Sent', cell: ({ intervalS, values }) => paceWords(intervalS, values) },
  { name: 'Opened', cell: ({ openedAt }) => <Moment at={openedAt} show="short" /> },
  { name: 'Closed', cell: ({ closedAt }) => <Moment at={closedAt} show="short" /> },
  { name: 'Waiting', number: true, cell: ({ pending }) => pending },
];

function paceWords(intervalS: number | undefined, values: number | undefined): string {
  const parts = [
    intervalS === undefined ? undefined : `every ${intervalS} s`,
    values === undefined ? undefined : `after ${values} values`,
  ];
  return parts.filter(Boolean).join(' or ') || 'as the station likes';
}

interface EventStreamsProps {
  readonly stationId: string;
}

/** Periodic event streams of 2.1 (part 2, N11 to N15): what they carried, and how often they are sent. */
export function EventStreams({ stationId }: EventStreamsProps) {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const [adjusting, setAdjusting] = useState<EventStream>();
  return (
    <>
      <PartList<EventStream>
        stationId={stationId}
        kind="notice"
        name="event streams"
        title="Event streams"
        empty="The station has opened none"
        read={() => client.listEventStreams({ id: stationId })}
        rowKey={({ streamId, openedAt }) => `${streamId} ${openedAt}`}
        columns={COLUMNS}
        details={({ streamId }) => <Samples stationId={stationId} stream={streamId} />}
        {...(mayOperate && {
          actions: (stream: EventStream) =>
            stream.closedAt === undefined && (
              <RowButton of={`stream ${stream.streamId}`} onClick={() => setAdjusting(stream)}>
                Adjust
              </RowButton>
            ),
        })}
        toolbar={
          mayOperate && (
            <ActionButton
              label="Ask the station for its streams"
              onAct={() => client.readEventStreams({ id: stationId })}
              refreshes={[partsKey(stationId, 'notice')]}
            >
              Ask the station
            </ActionButton>
          )
        }
      />
      {adjusting !== undefined && (
        <FormDialog
          title={`How often stream ${adjusting.streamId} is sent`}
          action="Adjust"
          onClose={() => setAdjusting(undefined)}
          refreshes={[partsKey(stationId, 'notice')]}
          onSubmit={(form) =>
            client.adjustEventStream({
              id: stationId,
              stream: adjusting.streamId,
              body: given({ intervalS: form.number('intervalS'), values: form.number('values') }),
            })
          }
        >
          <TextField
            name="intervalS"
            label="After so many seconds (optional)"
            type="number"
            min={0}
            initial={adjusting.intervalS}
          />
          <TextField
            name="values"
            label="After so many values (optional)"
            type="number"
            min={0}
            initial={adjusting.values}
          />
        </FormDialog>
      )}
    </>
  );
}

interface SamplesProps extends EventStreamsProps {
  readonly stream: number;
}

type Sample = EventStreamSamples['samples'][number];

const SAMPLE_COLUMNS: readonly Column<Sample>[] = [
  { name: 'Measured', cell: ({ at }) => <Moment at={at} show="precise" /> },
  { name: 'Value', cell: ({ value }) => value },
];

function Samples({ stationId, stream }: SamplesProps) {
  const { client } = useConsole();
  const samples = useList(partKey(stationId, 'notice', `stream ${stream}`), async (page) => {
    const { items, nextCursor } = await client.listEventStreamSamples({
      id: stationId,
      stream,
      ...page,
    });
    return {
      items: items.flatMap((message) => message.samples.toReversed()),
      ...given({ nextCursor }),
    };
  });
  return (
    <ListTable<Sample>
      label={`Samples of stream ${stream}`}
      list={samples}
      rowKey={({ at, value }) => `${at} ${value}`}
      columns={SAMPLE_COLUMNS}
      empty={<Empty title="Nothing has come yet" />}
    />
  );
}
