import { useSyncExternalStore } from 'react';
import { formatAge } from '../model/format.ts';
import { type MomentForm, momentText } from '../model/moment-text.ts';

interface MomentProps {
  readonly at: string | undefined;
  readonly show?: MomentForm;
}

/** A moment in the reader's time zone; pointing at it shows it in UTC. */
export function Moment({ at, show = 'full' }: MomentProps) {
  if (at === undefined) return <>–</>;
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <>{at}</>;
  return (
    <time dateTime={at} title={utc(date)}>
      {momentText(date, show, new Date())}
    </time>
  );
}

/** How long ago something was. */
export function Age({ at }: { readonly at: string | undefined }) {
  const nowMs = useNowMs();
  if (at === undefined) return <span className="muted">never</span>;
  return (
    <time
      dateTime={at}
      title={`${momentText(new Date(at), 'full', new Date())}\n${utc(new Date(at))}`}
    >
      {formatAge(at, nowMs)}
    </time>
  );
}

function utc(date: Date): string {
  return `${date.toISOString().replace('T', ' ').replace('Z', '')} UTC`;
}

const listeners = new Set<() => void>();
let nowMs = Date.now();
let ticking: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(() => {
    nowMs = Date.now();
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(ticking);
      ticking = undefined;
    }
  };
}

/** The present, one tick a second for the whole page. */
export function useNowMs(): number {
  return useSyncExternalStore(subscribe, () => nowMs);
}
