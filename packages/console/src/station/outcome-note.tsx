import { answeredStatus } from '../model/outcome.ts';
import { errorText } from '../ui/notes.tsx';

interface Command {
  readonly data: { readonly payload: unknown } | undefined;
  readonly error: unknown;
}

/** What the station said to a command, in a few words. */
export function OutcomeNote({ command }: { readonly command: Command }) {
  const text = words(command);
  return (
    <span className={`outcome ${text.good ? '' : 'outcome-bad'}`} role="status">
      {text.words}
    </span>
  );
}

function words({ data, error }: Command): { readonly words: string; readonly good: boolean } {
  if (error !== null && error !== undefined) return { words: errorText(error), good: false };
  if (data === undefined) return { words: '', good: true };
  const status = answeredStatus(data.payload);
  return {
    words: status === undefined ? 'Answered' : `Station: ${status}`,
    good: status === undefined || status === 'Accepted',
  };
}
