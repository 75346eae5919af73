import { CommandError } from '../command-error.ts';
import { addressText, isSecret, keyOf, type VariableAddress } from './address.ts';
import type { Draft } from './draft.ts';
import { type DesiredStatus, isTaken } from './outcomes.ts';
import { type DesiredValue, hasDrifted, type TwinVariable, unknownVariable } from './variable.ts';

/** Somebody's wish for one attribute. */
export interface Wish {
  readonly address: VariableAddress;
  readonly value: string;
  readonly by: string;
  readonly templateId?: number;
}

/** @throws CommandError `invalidValue` for what a twin must not hold */
export function checkWish({ address }: Pick<Wish, 'address'>): void {
  if (!isSecret(address)) return;
  throw new CommandError(
    'invalidValue',
    `${addressText(address)} is a secret: a twin would keep it readable. Set it with the command for it.`,
  );
}

export function wish(draft: Draft, { address, value, by, templateId }: Wish): void {
  const known = draft.get(keyOf(address)) ?? unknownVariable(address);
  const desired: DesiredValue = {
    value,
    by,
    setAtMs: draft.nowMs,
    status: 'Waiting',
    ...(templateId === undefined ? {} : { templateId }),
  };
  const isThere =
    known.reportedAtMs !== undefined &&
    known.mutability !== 'WriteOnly' &&
    !hasDrifted({ ...known, desired });
  draft.put({ ...known, desired: isThere ? { ...desired, status: 'Accepted' } : desired });
  draft.note(known.key, 'desired', value, by);
}

/** Nobody wants a value here any more; what the station has stays. */
export function release(draft: Draft, key: string, by: string): boolean {
  const known = draft.get(key);
  if (known?.desired === undefined) return false;
  const { desired: _released, ...rest } = known;
  if (rest.reportedAtMs === undefined) draft.remove(key);
  else draft.put(rest);
  draft.note(key, 'released', undefined, by);
  return true;
}

export interface Answer {
  /** The value it is about: another one may be desired by now. */
  readonly value: string;
  readonly status: DesiredStatus;
  readonly reason?: string;
}

/** What a station answered to a desired value. When it took it, that is what it has from now on. */
export function takeAnswer(draft: Draft, key: string, { value, status, reason }: Answer): void {
  const known = draft.get(key);
  if (known?.desired === undefined) return;
  const isCurrent = known.desired.value === value;
  const { reason: _before, ...desired } = known.desired;
  const next: TwinVariable = isCurrent
    ? {
        ...known,
        desired: {
          ...desired,
          status,
          attemptedAtMs: draft.nowMs,
          ...(reason === undefined ? {} : { reason }),
        },
      }
    : known;
  const reads = status === 'Accepted' && known.mutability !== 'WriteOnly';
  draft.put(reads ? { ...next, value, reportedAtMs: draft.nowMs } : next);
  draft.note(key, 'answered', value, reason === undefined ? status : `${status}: ${reason}`);
}

/** Everything that is not as it should be waits again, also what the station refused: its firmware is another one. */
export function retryAll(draft: Draft): void {
  for (const variable of [...draft.values()]) {
    const { desired } = variable;
    if (desired === undefined || desired.status === 'Waiting' || !hasDrifted(variable)) continue;
    if (isTaken(desired.status) && desired.status !== 'Accepted') continue;
    const { reason: _old, ...rest } = desired;
    draft.put({ ...variable, desired: { ...rest, status: 'Waiting' } });
  }
}
