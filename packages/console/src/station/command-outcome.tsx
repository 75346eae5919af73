import { ApiProblem } from '@northbound/client';
import type { SentCommand } from '../forms/send-command.ts';
import { answeredStatus } from '../model/outcome.ts';
import { prettyJson } from '../model/pretty-json.ts';
import { JsonView } from '../ui/json-view.tsx';
import { Moment } from '../ui/moment.tsx';
import { errorText } from '../ui/notes.tsx';
import { ProblemView } from './call-result.tsx';

interface CommandOutcomeProps {
  readonly command: string;
  readonly isPending: boolean;
  readonly sent: SentCommand | undefined;
  readonly error: unknown;
}

/** What came of a command: the answer with its cause in plain words, that it waits, or why it was not sent. */
export function CommandOutcome({ command, isPending, sent, error }: CommandOutcomeProps) {
  return (
    <section className="call-result" aria-label="Answer" aria-live="polite">
      {isPending && <p className="muted">Waiting for the station…</p>}
      {!isPending && sent !== undefined && <Sent command={command} sent={sent} />}
      {error instanceof ApiProblem && <ProblemView action={command} error={error} />}
      {error instanceof ApiProblem && error.problem.callError !== undefined && (
        <p>{error.problem.detail}</p>
      )}
      {error !== null && !(error instanceof ApiProblem) && (
        <p className="problem-text">{errorText(error)}</p>
      )}
    </section>
  );
}

interface SentProps {
  readonly command: string;
  readonly sent: SentCommand;
}

function Sent({ command, sent }: SentProps) {
  if (sent.state === 'queued') {
    return (
      <p>
        <span className="chip chip-reserved">Queued</span> {command} waits for the station until{' '}
        <Moment at={sent.expiresAt} />.
      </p>
    );
  }
  const { answer, accepted, cause } = sent;
  return (
    <>
      <h3 className="result-title">
        <span className={`chip chip-${accepted ? 'available' : 'faulted'}`}>
          {answeredStatus(answer) ?? (accepted ? 'Answered' : 'Not accepted')}
        </span>
        {command}
      </h3>
      {cause !== undefined && <p>{cause}</p>}
      <JsonView text={prettyJson(answer)} />
    </>
  );
}
