import type { Version } from '@northbound/protocol';
import type { Groups } from './groups.ts';
import { isLike } from './like.ts';
import type { Registration, Station } from './station.ts';

/** Which stations are meant; what is absent does not matter. In the names `*` stands for any text. */
export interface StationCriteria {
  readonly version?: Version;
  readonly vendor?: string;
  readonly model?: string;
  readonly firmwareVersion?: string;
  readonly registration?: Registration;
  readonly group?: string;
  readonly connected?: boolean;
  /** Part of the id, vendor, model or serial number. */
  readonly search?: string;
}

const NAMES = ['vendor', 'model', 'firmwareVersion'] as const;

export function isMeant(
  { record, connection }: Station,
  groups: Pick<Groups, 'has'>,
  criteria: StationCriteria,
): boolean {
  const { version, registration, group, connected, search } = criteria;
  if (connected !== undefined && connected !== (connection !== undefined)) return false;
  if (version !== undefined && version !== record.version) return false;
  if (registration !== undefined && registration !== record.registration) return false;
  if (NAMES.some((name) => !isLike(criteria[name], record[name]))) return false;
  if (group !== undefined && !groups.has(record.id, group)) return false;
  if (search === undefined) return true;
  const wanted = search.toLowerCase();
  return [record.id, record.vendor, record.model, record.serialNumber].some(
    (text) => text?.toLowerCase().includes(wanted) === true,
  );
}
