import type { StationView } from '@northbound/csms/views';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useConsole } from '../app/console-context.ts';
import { CALL_EXAMPLES } from '../model/call-examples.ts';
import { fillExample } from '../model/fill-example.ts';
import { jsonProblem } from '../model/json-problem.ts';
import { prettyJson } from '../model/pretty-json.ts';
import { Empty } from '../ui/notes.tsx';
import { CallResult } from './call-result.tsx';

/** Any call of the station's version, with a payload written by hand. */
export function CallPanel({ station }: { readonly station: StationView }) {
  if (station.version === undefined) {
    return <Empty title="Its version is not known until it has connected once" />;
  }
  return <CallForm key={station.version} station={station} version={station.version} />;
}

interface CallFormProps {
  readonly station: StationView;
  readonly version: NonNullable<StationView['version']>;
}

function CallForm({ station, version }: CallFormProps) {
  const { client } = useConsole();
  const examples = CALL_EXAMPLES[version];
  const exampleText = (action: string) => prettyJson(fillExample(examples[action] ?? {}, station));
  const [action, setAction] = useState('TriggerMessage');
  const [payload, setPayload] = useState(() => exampleText('TriggerMessage'));
  const problem = jsonProblem(payload);
  const call = useMutation({
    mutationFn: async (sent: { action: string; payload: string }) => {
      const startedMs = performance.now();
      const { payload: answer } = await client.callStation({
        id: station.id,
        action: sent.action,
        body: JSON.parse(sent.payload),
      });
      return { answer, latencyMs: Math.round(performance.now() - startedMs) };
    },
  });
  const canSend = station.connected && problem === undefined && !call.isPending;
  const send = () => canSend && call.mutate({ action, payload });

  return (
    <div className="call">
      <form
        className="call-form"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <div className="call-row">
          <label className="select-field">
            <span>Action</span>
            <select
              value={action}
              onChange={({ target }) => {
                setAction(target.value);
                setPayload(exampleText(target.value));
                call.reset();
              }}
            >
              {Object.keys(examples).map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
          <span className="hint">OCPP {version}, answer in up to 30 s</span>
          <button type="submit" className="button button-primary toolbar-end" disabled={!canSend}>
            {call.isPending ? 'Waiting…' : 'Send'}
          </button>
        </div>
        <textarea
          className="editor"
          aria-label="Payload (JSON)"
          aria-invalid={problem !== undefined}
          aria-describedby="payload-problem"
          spellCheck={false}
          rows={Math.min(18, Math.max(6, payload.split('\n').length + 1))}
          value={payload}
          onChange={(event) => setPayload(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
          }}
        />
        <p id="payload-problem" className="hint">
          {problem === undefined ? (
            station.connected ? (
              <>
                <kbd>Ctrl</kbd> <kbd>Enter</kbd> sends
              </>
            ) : (
              'The station is not connected.'
            )
          ) : (
            <span className="problem-text">{problem}</span>
          )}
        </p>
      </form>
      <CallResult
        action={call.variables?.action}
        isPending={call.isPending}
        data={call.data}
        error={call.error}
      />
    </div>
  );
}
