import { isSecret, keyOf, type VariableAddress } from './address.ts';
import type { Draft } from './draft.ts';
import { isTaken } from './outcomes.ts';
import {
  type DesiredValue,
  hasDrifted,
  type ReportedVariable,
  type TwinVariable,
  unknownVariable,
} from './variable.ts';

/**
 * Attributes that one station may have. The largest real device models have a few thousand; a station that reports
 * without end must not fill the store.
 */
const MOST_VARIABLES = 20_000;

export interface ReportContext {
  readonly reportId: number;
  /** When the station booted last: what needed a reboot has had one since. */
  readonly bootedAtMs: number | undefined;
}

/**
 * Takes what a station reports over into its twin.
 *
 * @returns how many attributes had no room
 */
export function takeReported(
  draft: Draft,
  reported: readonly ReportedVariable[],
  context: ReportContext,
): number {
  let room = MOST_VARIABLES - draft.size;
  let refused = 0;
  for (const each of reported) {
    const key = keyOf(each.address);
    const known = draft.get(key);
    if (known === undefined) {
      if (room <= 0) {
        refused += 1;
        continue;
      }
      room -= 1;
    }
    takeOne(draft, known ?? unknownVariable(each.address), each, context);
  }
  return refused;
}

function takeOne(
  draft: Draft,
  known: TwinVariable,
  reported: ReportedVariable,
  { reportId, bootedAtMs }: ReportContext,
): void {
  const { goneAtMs: _back, desired, ...before } = known;
  const characteristics = reported.characteristics ?? before.characteristics;
  const variable: TwinVariable = {
    ...before,
    ...reported,
    // No report has what can only be written; a station that sends it all the same gives a secret away.
    value:
      reported.mutability === 'WriteOnly' || isSecret(reported.address)
        ? undefined
        : reported.value,
    ...(characteristics === undefined ? {} : { characteristics }),
    reportedAtMs: draft.nowMs,
    reportId,
  };
  if (known.reportedAtMs === undefined || known.value !== variable.value) {
    draft.note(known.key, 'reported', variable.value);
  }
  if (desired === undefined) draft.put(variable);
  else draft.put({ ...variable, desired: reconsidered(variable, desired, bootedAtMs) });
}

/** A value that was read, or set, on its own. */
export function takeRead(
  draft: Draft,
  address: VariableAddress,
  value: string,
  bootedAtMs: number | undefined,
): void {
  const key = keyOf(address);
  const known = draft.get(key) ?? unknownVariable(address);
  if (isSecret(address) || known.mutability === 'WriteOnly') return;
  if (draft.size >= MOST_VARIABLES && draft.get(key) === undefined) return;
  const variable: TwinVariable = { ...known, value, reportedAtMs: draft.nowMs };
  if (known.value !== value) draft.note(key, 'reported', value);
  const { desired } = variable;
  draft.put(
    desired === undefined
      ? variable
      : { ...variable, desired: reconsidered(variable, desired, bootedAtMs) },
  );
}

/** What a fresh report says about a desired value: it is there after all, or it is gone again. */
function reconsidered(
  variable: TwinVariable,
  desired: DesiredValue,
  bootedAtMs: number | undefined,
): DesiredValue {
  const isThere = !hasDrifted({ ...variable, desired });
  const { reason: _reason, ...rest } = desired;
  if (isThere) {
    return desired.status === 'Accepted' ? desired : { ...rest, status: 'Accepted' };
  }
  if (!isTaken(desired.status)) return desired;
  const waitsForReboot =
    desired.status === 'RebootRequired' &&
    (bootedAtMs === undefined || bootedAtMs <= (desired.attemptedAtMs ?? 0));
  if (waitsForReboot) return desired;
  return { ...rest, status: 'Waiting', reason: 'The station took it and reports another value.' };
}

/** After a full report: what it did not name is gone, unless the station has spoken of it meanwhile. */
export function markGone(
  draft: Draft,
  report: { readonly id: number; readonly startedAtMs: number },
): void {
  for (const variable of [...draft.values()]) {
    const { reportedAtMs, reportId, goneAtMs } = variable;
    if (reportedAtMs === undefined || reportId === report.id || goneAtMs !== undefined) continue;
    if (reportedAtMs > report.startedAtMs) continue;
    draft.put({ ...variable, goneAtMs: draft.nowMs });
    draft.note(variable.key, 'gone', undefined);
  }
}
