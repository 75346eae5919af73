import { tryParse } from '../explain/json-text.ts';
import { type FrameStep, isRecord, type RecordedSession } from './session.ts';

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

/** A CALL of the recorded session. */
interface Asked {
  readonly step: FrameStep;
  readonly parts: Parts;
}

/** What was answered in the recorded session: by the CSMS to each CALL, and by the station to each action. */
export class RecordedAnswers {
  readonly #ofCsms = new Map<FrameStep, Parts>();
  readonly #ofStation = new Map<string, Parts[]>();

  constructor({ steps }: RecordedSession) {
    /** CALLs that wait for an answer, by who asked and their ids. */
    const waiting = new Map<string, Asked[]>();
    for (const step of steps) {
      // Stations count from 1 again: an answer belongs to a CALL of its own connection, the first that waits.
      if (step.kind === 'reconnect') waiting.clear();
      const parts = step.kind === 'frame' ? partsOf(step.text) : undefined;
      if (step.kind !== 'frame' || parts === undefined) continue;
      const other = step.from === 'CSMS' ? 'ChargingStation' : 'CSMS';
      if (parts.type === 2) queueAt(waiting, `${step.from} ${parts.id}`).push({ step, parts });
      else if (parts.type === 3 || parts.type === 4)
        this.#note(waiting.get(`${other} ${parts.id}`)?.shift(), parts);
    }
  }

  #note(asked: Asked | undefined, answer: Parts): void {
    if (asked === undefined) return;
    const { step, parts } = asked;
    if (step.from === 'ChargingStation') this.#ofCsms.set(step, answer);
    else if (parts.action !== undefined) queueAt(this.#ofStation, parts.action).push(answer);
  }

  /** What the CSMS said to this CALL of the station. */
  ofCsms(step: FrameStep): Parts | undefined {
    return this.#ofCsms.get(step);
  }

  /** What the station says when it is asked for this: as it did then, in its order, and the last answer from then on. */
  ofStation(action: string): Parts | undefined {
    const answers = this.#ofStation.get(action);
    return answers !== undefined && answers.length > 1 ? answers.shift() : answers?.[0];
  }
}

function queueAt<Item>(queues: Map<string, Item[]>, key: string): Item[] {
  const queue = queues.get(key) ?? [];
  queues.set(key, queue);
  return queue;
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
