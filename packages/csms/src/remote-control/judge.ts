import { causeOfStatus } from './causes.ts';
import { isObject } from './command.ts';

/** What an answer comes to for whoever asked. */
export interface Judgement {
  readonly accepted: boolean;
  /** Why not, in plain words. */
  readonly cause?: string;
}

/** Statuses that say yes, in any answer of any version; what is not here says no. */
const YES: ReadonlySet<string> = new Set([
  'Accepted',
  'AcceptedCanceled',
  'RebootRequired',
  'Scheduled',
  'Unlocked',
  'Unpublished',
]);

interface Verdict {
  readonly status: string;
  readonly info: { readonly reasonCode: string; readonly additionalInfo?: string } | undefined;
  /** What it is about, where an answer has several. */
  readonly about: string | undefined;
}

/** An answer without a status says yes; one with many says yes when all of them do. */
export function judge(command: string, answer: unknown): Judgement {
  const refusals = verdictsIn(answer).filter(({ status }) => !YES.has(status));
  if (refusals.length === 0) return { accepted: true };
  const causes = refusals.map(({ status, info, about }) => {
    const cause = causeOfStatus(command, status, info);
    return about === undefined ? cause : `${about}: ${cause}`;
  });
  return { accepted: false, cause: [...new Set(causes)].join(' ') };
}

/** The status of an answer, or those of its results (SetVariables, ClearTariffs and their like). */
function verdictsIn(answer: unknown): Verdict[] {
  if (!isObject(answer)) return [];
  if ('status' in answer) return verdictOf(answer, undefined);
  return Object.entries(answer)
    .filter(([name]) => name.endsWith('Result'))
    .flatMap(([, results]) => (Array.isArray(results) ? results : []))
    .filter(isObject)
    .flatMap((result) => verdictOf(result, aboutOf(result)));
}

function verdictOf(
  result: Readonly<Record<string, unknown>>,
  about: string | undefined,
): Verdict[] {
  const status = result.status ?? result.attributeStatus;
  if (typeof status !== 'string') return [];
  return [{ status, info: infoOf(result.statusInfo ?? result.attributeStatusInfo), about }];
}

function infoOf(value: unknown): Verdict['info'] {
  if (!isObject(value) || typeof value.reasonCode !== 'string') return undefined;
  const { reasonCode, additionalInfo } = value;
  return { reasonCode, ...(typeof additionalInfo === 'string' ? { additionalInfo } : {}) };
}

function aboutOf({ component, variable, id, tariffId }: Readonly<Record<string, unknown>>) {
  if (isObject(component) && isObject(variable)) return `${component.name}.${variable.name}`;
  const key = tariffId ?? id;
  return key === undefined ? undefined : String(key);
}
