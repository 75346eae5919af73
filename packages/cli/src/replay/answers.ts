import { tryParse } from '../explain/json-text.ts';
import { isRecord, type RecordedSession } from './session.ts';

/** A frame taken apart as far as a replay needs it. */
export interface Parts {
  readonly type: number;
  readonly id: string;
  /** Of a CALL or a SEND. */
  readonly action: string | undefined;
  readonly payload: unknown;
  /** Of a CALLERROR. */
  readonly code: string | undefined;
}

/** @returns undefined for what is no frame of OCPP-J */
export function partsOf(text: string): Parts | undefined {
  const frame = tryParse(text);
  if (!Array.isArray(frame)) return undefined;
  const [type, id, third, fourth]: unknown[] = frame;
  if (typeof type !== 'number' || typeof id !== 'string') return undefined;
  const isCall = type === 2 || type === 6;
  return {
    type,
    id,
    action: isCall && typeof third === 'string' ? third : undefined,
    payload: isCall ? fourth : third,
    code: type === 4 && typeof third === 'string' ? third : undefined,
  };
}

/** What was answered in the recorded session: by the CSMS to each CALL, and by the station to each action. */
export class RecordedAnswers {
  readonly #ofCsms = new Map<string, Parts>();
  readonly #ofStation = new Map<string, Parts[]>();

  constructor({ steps }: RecordedSession) {
    const asked = new Map<string, string>();
    for (const step of steps) {
      const parts = step.kind === 'frame' ? partsOf(step.text) : undefined;
      if (step.kind !== 'frame' || parts === undefined) continue;
      const { type, id, action } = parts;
      if (step.from === 'CSMS') {
        if (type === 2 && action !== undefined) asked.set(id, action);
        else if (type === 3 || type === 4) this.#ofCsms.set(id, parts);
      } else if (type === 3 || type === 4) {
        const question = asked.get(id);
        if (question === undefined) continue;
        const answers = this.#ofStation.get(question) ?? [];
        answers.push(parts);
        this.#ofStation.set(question, answers);
      }
    }
  }

  /** What the CSMS said to a CALL of the station. */
  ofCsms(id: string): Parts | undefined {
    return this.#ofCsms.get(id);
  }

  /** What the station says when it is asked for this: as it did then, in its order, and the last answer from then on. */
  ofStation(action: string): Parts | undefined {
    const answers = this.#ofStation.get(action);
    return answers !== undefined && answers.length > 1 ? answers.shift() : answers?.[0];
  }
}

/** What of an answer must be the same: whether it is an error and which, and what it says yes or no to. */
export function gistOf({ type, code, payload }: Parts): string {
  if (type === 4) return `CALLERROR ${code ?? ''}`.trim();
  const status = statusIn(payload);
  return status === undefined ? 'CALLRESULT' : `CALLRESULT ${status}`;
}

function statusIn(payload: unknown): string | undefined {
  if (!isRecord(payload)) return undefined;
  for (const holder of [payload, payload.idTagInfo, payload.idTokenInfo]) {
    if (isRecord(holder) && typeof holder.status === 'string') return holder.status;
  }
  return undefined;
}
