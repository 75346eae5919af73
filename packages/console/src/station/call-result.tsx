import { ApiProblem } from '@northbound/client';
import { formatLatency } from '../model/format.ts';
import { answeredStatus } from '../model/outcome.ts';
import { prettyJson } from '../model/pretty-json.ts';
import { JsonView } from '../ui/json-view.tsx';
import { errorText } from '../ui/notes.tsx';

interface CallResultProps {
  readonly action: string | undefined;
  readonly isPending: boolean;
  readonly data: { readonly answer: unknown; readonly latencyMs: number } | undefined;
  readonly error: unknown;
}

/** What came of a call: the answer, the CALLERROR, the time-out, or what was wrong with the payload. */
export function CallResult({ action, isPending, data, error }: CallResultProps) {
  return (
    <section className="call-result" aria-label="Answer" aria-live="polite">
      {isPending && <p className="loading">Waiting for the station…</p>}
      {data !== undefined && (
        <>
          <h3 className="result-title">
            <span className="chip chip-available">{answeredStatus(data.answer) ?? 'Answered'}</span>
            {action}
            <span className="muted">{formatLatency(data.latencyMs)}</span>
          </h3>
          <JsonView text={prettyJson(data.answer)} />
        </>
      )}
      {error instanceof ApiProblem && <ProblemView action={action} error={error} />}
      {error !== null && !(error instanceof ApiProblem) && (
        <p className="problem-text">{errorText(error)}</p>
      )}
    </section>
  );
}

interface ProblemViewProps {
  readonly action: string | undefined;
  readonly error: ApiProblem;
}

export function ProblemView({ action, error }: ProblemViewProps) {
  const { title, detail, callError, violations = [] } = error.problem;
  return (
    <>
      <h3 className="result-title">
        <span className="chip chip-faulted">
          {callError?.errorCode ?? error.code ?? error.status}
        </span>
        {action}
      </h3>
      <p>{title}.</p>
      {callError === undefined && detail !== undefined && <p className="muted">{detail}</p>}
      {callError !== undefined && <JsonView text={prettyJson(callError)} />}
      {violations.length > 0 && (
        <ul className="violations">
          {violations.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              <code>{path}</code>
              {message}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
