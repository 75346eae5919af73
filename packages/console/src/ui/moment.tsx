import { useSyncExternalStore } from 'react';
import { formatAge } from '../model/format.ts';

const TIME: Intl.DateTimeFormatOptions = {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
};
const timeOfDay = new Intl.DateTimeFormat(undefined, TIME);
const preciseTimeOfDay = new Intl.DateTimeFormat(undefined, { ...TIME, fractionalSecondDigits: 3 });
const dayAndTime = new Intl.DateTimeFormat(undefined, {
  ...TIME,
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});

const shortDay = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

interface MomentProps {
  readonly at: string | undefined;
  /** `full`: with the day (default); `short`: with the day when it is not today; `precise`: of the day, with milliseconds. */
  readonly show?: 'full' | 'short' | 'precise';
}

/** A moment in the reader's time zone; pointing at it shows it in UTC. */
export function Moment({ at, show = 'full' }: MomentProps) {
  if (at === undefined) return <>–</>;
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <>{at}</>;
  return (
    <time dateTime={at} title={utc(date)}>
      {formatMoment(date, show)}
    </time>
  );
}

function formatMoment(date: Date, show: 'full' | 'short' | 'precise'): string {
  if (show === 'full') return dayAndTime.format(date);
  if (show === 'precise') return preciseTimeOfDay.format(date);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? timeOfDay.format(date) : shortDay.format(date);
}

/** How long ago something was. */
export function Age({ at }: { readonly at: string | undefined }) {
  const nowMs = useNowMs();
  if (at === undefined) return <span className="muted">never</span>;
  return (
    <time dateTime={at} title={`${dayAndTime.format(new Date(at))}\n${utc(new Date(at))}`}>
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
