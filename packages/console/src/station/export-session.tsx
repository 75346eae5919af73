import { useState } from 'react';
import { useConsole } from '../app/console-context.ts';
import { given } from '../model/form.ts';
import { MomentField, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { saveFile } from '../ui/save.ts';

const USUAL_FRAMES = 10_000;

/** Takes the session of a station on the wire along: to look at elsewhere, or to replay in a test. */
export function ExportSession({ stationId }: { readonly stationId: string }) {
  const { client } = useConsole();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button" onClick={() => setOpen(true)}>
        Export…
      </button>
      {isOpen && (
        <FormDialog
          title={`Export the session of ${stationId}`}
          action="Export"
          onClose={() => setOpen(false)}
          refreshes={[]}
          onSubmit={async (form) =>
            saveFile(
              `${stationId}.jsonl`,
              await client.exportSession({
                id: stationId,
                limit: form.number('limit') ?? USUAL_FRAMES,
                ...given({ from: form.moment('from'), to: form.moment('to') }),
              }),
            )
          }
        >
          <MomentField name="from" label="From (optional)" />
          <MomentField name="to" label="To (optional)" />
          <TextField
            name="limit"
            label="The newest frames of this time, at most"
            type="number"
            min={1}
            max={100_000}
            initial={USUAL_FRAMES}
          />
          <p className="hint">
            <code>npx northbound explain {stationId}.jsonl</code> says what was wrong with it.{' '}
            <code>
              npx northbound replay {stationId}.jsonl ws://{location.host}/ocpp
            </code>{' '}
            plays the station once more and compares the answers.
          </p>
        </FormDialog>
      )}
    </>
  );
}
