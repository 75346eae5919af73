import type { CsmsEvent } from '@northbound/csms/views';
import { type QueryKey, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useConsole } from '../app/console-context.ts';

/** What of a station an event can make out of date; `other` is what no event tells. */
export type PartKind =
  | Exclude<
      CsmsEvent['type'],
      'stationRemoved' | 'transaction' | 'meterValues' | 'frame' | 'campaign'
    >
  | 'other';

const FOLLOWED = [
  'station',
  'command',
  'cdr',
  'deviceModel',
  'modelReport',
  'deviceEvents',
  'alert',
  'notice',
  'report',
  'reservation',
  'firmwareUpdate',
  'health',
  'securityEvent',
] as const satisfies readonly Exclude<PartKind, 'other'>[];

/** A busy station has events all the time; what is shown of it is read again no oftener than this. */
const LEAST_BETWEEN_READS_MS = 400;

/** The key of something that is shown of a station: an event of its kind has it read again. */
export function partKey(stationId: string, kind: PartKind, name: string): QueryKey {
  return [...partsKey(stationId, kind), name];
}

/** The beginning of the keys of all that is shown of a station of one kind. */
export function partsKey(stationId: string, kind: PartKind): QueryKey {
  return ['part', stationId, kind];
}

/** Has everything that is shown of a station read again when an event says that it is another one. */
export function useStationParts(stationId: string): void {
  const { stream } = useConsole();
  const cache = useQueryClient();
  useEffect(() => {
    const changed = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const readAgain = () => {
      timer = undefined;
      for (const kind of changed)
        void cache.invalidateQueries({ queryKey: ['part', stationId, kind] });
      changed.clear();
    };
    const stop = stream.follow({
      stationId,
      types: FOLLOWED,
      onEvent: ({ type }) => {
        changed.add(type);
        timer ??= setTimeout(readAgain, LEAST_BETWEEN_READS_MS);
      },
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [stream, cache, stationId]);
}

interface Part<Data> {
  readonly stationId: string;
  readonly kind: PartKind;
  readonly name: string;
  readonly read: () => Promise<Data>;
  /** For what no event tells. */
  readonly refetchInterval?: number;
}

/** Reads something of a station, and keeps it fresh. */
export function usePart<Data>({ stationId, kind, name, read, refetchInterval }: Part<Data>) {
  return useQuery({
    queryKey: partKey(stationId, kind, name),
    queryFn: read,
    ...(refetchInterval !== undefined && { refetchInterval }),
  });
}

/** Has what is shown of this kind read again: after something was done here. */
export function useReadAgain(stationId: string): (kind: PartKind) => Promise<void> {
  const cache = useQueryClient();
  return (kind) => cache.invalidateQueries({ queryKey: partsKey(stationId, kind) });
}
