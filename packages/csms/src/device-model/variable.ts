import type { Ocpp21 } from '@northbound/protocol';
import { keyOf, type VariableAddress } from './address.ts';
import type { DesiredStatus } from './outcomes.ts';
import { isSameValue } from './same-value.ts';

export type Characteristics = Omit<
  Ocpp21.VariableCharacteristicsType,
  'customData' | 'dataType'
> & {
  /** Absent where only a limit is known, from a key of 1.6. */
  readonly dataType?: Ocpp21.DataEnumType;
};

/** One attribute as a station reports it. */
export interface ReportedVariable {
  readonly address: VariableAddress;
  readonly value: string | undefined;
  readonly mutability: Ocpp21.MutabilityEnumType;
  readonly persistent?: boolean;
  readonly constant?: boolean;
  readonly characteristics?: Characteristics;
  /** The key of 1.6 that holds it. */
  readonly configurationKey?: string;
}

/** What an operator, or a template, wants an attribute to be. */
export interface DesiredValue {
  readonly value: string;
  /** Absent when an operator set it for this station alone. */
  readonly templateId?: number;
  /** The name of the key or the template that wants it. */
  readonly by: string;
  readonly setAtMs: number;
  readonly status: DesiredStatus;
  /** What the station added to its status, or what became of the message. */
  readonly reason?: string;
  readonly attemptedAtMs?: number;
}

/** One attribute of the twin: what a station reports beside what somebody wants. */
export interface TwinVariable extends Omit<ReportedVariable, 'mutability'> {
  readonly key: string;
  /** Absent while the station has not reported it. */
  readonly mutability?: Ocpp21.MutabilityEnumType;
  readonly reportedAtMs?: number;
  /** The report that named it last. */
  readonly reportId?: number;
  /** A later full report did not name it any more. */
  readonly goneAtMs?: number;
  readonly desired?: DesiredValue;
}

/** A variable of the twin that nobody has spoken of yet. */
export function unknownVariable(address: VariableAddress): TwinVariable {
  return { key: keyOf(address), address, value: undefined };
}

/** Desired and not what is reported: a value that cannot be read back drifts as long as it is not accepted. */
export function hasDrifted({ desired, value, characteristics, mutability }: TwinVariable): boolean {
  if (desired === undefined) return false;
  if (mutability === 'WriteOnly') return desired.status !== 'Accepted';
  return value === undefined || !isSameValue(desired.value, value, characteristics?.dataType);
}
