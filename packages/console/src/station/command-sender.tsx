import type { StationView } from '@northbound/csms/views';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useConsole } from '../app/console-context.ts';
import { type CommandDescription, fitExample } from '../forms/catalogue.ts';
import { CommandForm } from '../forms/command-form.tsx';
import { type SendingOptions, sendCommand } from '../forms/send-command.ts';
import { Panel } from '../ui/panel.tsx';
import { CommandOutcome } from './command-outcome.tsx';
import { useReadAgain } from './use-station-parts.ts';

interface CommandSenderProps {
  readonly station: StationView;
  readonly description: CommandDescription;
}

/** Minutes that a command may wait for its station. */
const WAITS = [
  [0, 'say so at once'],
  [15, 'wait for 15 min'],
  [60, 'wait for an hour'],
  [1440, 'wait for a day'],
  [10_080, 'wait for a week'],
] as const;

/** One command: its request, how it is sent, and what came of it. */
export function CommandSender({ station, description }: CommandSenderProps) {
  const { client } = useConsole();
  const readAgain = useReadAgain(station.id);
  const [request, setRequest] = useState<unknown>(() => firstRequest(station, description));
  const [isValid, setValid] = useState(true);
  const [timeoutS, setTimeoutS] = useState(30);
  const [waitMin, setWaitMin] = useState(0);
  const send = useMutation({
    mutationFn: (options: SendingOptions) =>
      sendCommand(client, description.operationId, station.id, request, options),
    onSettled: () => readAgain('command'),
  });

  const canSend = isValid && !send.isPending && timeoutS >= 1 && timeoutS <= 600;

  return (
    <Panel title={description.command} actions={<span className="muted">{description.words}</span>}>
      <form
        className="panel-body"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (canSend) send.mutate({ timeoutS, ...(waitMin > 0 && { queueForS: waitMin * 60 }) });
        }}
      >
        <CommandForm
          command={description.command}
          version={station.version}
          value={request}
          onChange={(value, fits) => {
            setRequest(value);
            setValid(fits);
          }}
        />
        <div className="toolbar command-send">
          <label className="inline-field">
            <span>Answer within</span>
            <input
              type="number"
              min={1}
              max={600}
              value={timeoutS}
              onChange={(event) => setTimeoutS(Number(event.target.value))}
            />
            s
          </label>
          <label className="select-field">
            <span>When it is away</span>
            <select value={waitMin} onChange={(event) => setWaitMin(Number(event.target.value))}>
              {WAITS.map(([minutes, words]) => (
                <option key={minutes} value={minutes}>
                  {words}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" className="button button-primary toolbar-end" disabled={!canSend}>
            {send.isPending ? 'Waiting…' : `Send ${description.command}`}
          </button>
        </div>
        <CommandOutcome
          command={description.command}
          isPending={send.isPending}
          sent={send.data}
          error={send.error}
        />
      </form>
    </Panel>
  );
}

function firstRequest(station: StationView, { example }: CommandDescription): unknown {
  const transaction = station.evses.find((evse) => evse.activeTransaction)?.activeTransaction;
  return fitExample(example, {
    transactionId: transaction?.transactionId,
    idToken: transaction?.idToken,
  });
}
