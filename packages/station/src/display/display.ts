import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import { readJson } from '../nvm/stored-json.ts';
import { sendPages } from '../provisioning/pages.ts';
import { inLanguage } from './language.ts';
import { FORMATS, LANGUAGES, MAX_MESSAGES, PRIORITIES, STATES } from './rows.ts';
import { type DisplayState, FRONT, isInState } from './shown.ts';

const STORED = 'display:';
/** How long one message stands before the next of its cycle. */
const CYCLE_MS = 10_000;

type Message = Ocpp21.MessageInfoType;
type Status = Ocpp21.DisplayMessageStatusEnumType;

/**
 * The messages that the CSMS has put on the display (2.1 part 2, O01 to O06). They live in storage
 * only; what is over is taken out whenever somebody looks, so that neither a timer nor a clock that
 * is set can miss it.
 */
export class Display {
  readonly #core: Core;
  #ids: number[];

  constructor(core: Core) {
    this.#core = core;
    this.#ids = core.storage.values
      .keys(STORED)
      .map((key) => Number(key.slice(STORED.length)))
      .sort((left, right) => left - right);
  }

  /** DisplayMessageCtrlr.DisplayMessages. */
  get count(): number {
    return this.#messages().length;
  }

  /** @param hasLanguages whether the version knows LanguageNotSupported */
  set(message: Message, hasLanguages: boolean): Ocpp21.SetDisplayMessageResponse {
    const status = this.#problem(message, hasLanguages);
    if (status !== undefined) return { status };
    // O01.FR.16: there is one message in front of all others.
    const replaced = this.#messages().filter(
      ({ id, priority }) =>
        id === message.id || (priority === 'AlwaysFront' && message.priority === 'AlwaysFront'),
    );
    const isOneMore = replaced.length === 0 && this.#ids.length >= MAX_MESSAGES;
    const { values } = this.#core.storage;
    if (isOneMore || !values.store(STORED + message.id, JSON.stringify(message))) {
      return { status: 'Rejected', statusInfo: { reasonCode: 'OutOfMemory' } };
    }
    for (const { id } of replaced) if (id !== message.id) this.#remove(id);
    if (!this.#ids.includes(message.id)) this.#ids.push(message.id);
    return { status: 'Accepted' };
  }

  get({
    requestId,
    id: ids,
    priority,
    state,
  }: Ocpp21.GetDisplayMessagesRequest): Ocpp21.GetDisplayMessagesResponse {
    const selected = this.#messages().filter(
      (message) =>
        (ids === undefined || ids.includes(message.id)) &&
        (priority === undefined || message.priority === priority) &&
        (state === undefined || message.state === state),
    );
    if (selected.length === 0) return { status: 'Unknown' };
    sendPages(this.#core, selected, (messageInfo, { tbc }) =>
      this.#core.link?.notifyDisplayMessages({ requestId, messageInfo, tbc }),
    );
    return { status: 'Accepted' };
  }

  clear({ id }: Ocpp21.ClearDisplayMessageRequest): Ocpp21.ClearDisplayMessageResponse {
    const isKnown = this.#messages().some((message) => message.id === id);
    if (isKnown) this.#remove(id);
    return { status: isKnown ? 'Accepted' : 'Unknown' };
  }

  /** What stands on the display now. */
  state(): DisplayState {
    const due = this.#messages().filter((message) => this.#isDue(message));
    const driver = this.#core.driverTexts.shown();
    const front = FRONT.find((priority) => due.some((message) => message.priority === priority));
    if (front === undefined) return { driver };
    const layer = due.filter(({ priority }) => priority === front);
    const turn = Math.floor(this.#core.clock.monotonicMs() / CYCLE_MS) % layer.length;
    const shown = layer[turn];
    if (shown === undefined) return { driver };
    const { format, content } = this.#textOf(shown);
    return {
      message: { id: shown.id, priority: front, format, content },
      // O01.FR.15: nothing of the station's own stands before it.
      driver: front === 'AlwaysFront' ? [] : driver,
    };
  }

  #problem(message: Message, hasLanguages: boolean): Status | undefined {
    const { transactionId, startDateTime, endDateTime, display } = message;
    const texts = [message.message, ...(message.messageExtra ?? [])];
    if (!PRIORITIES.includes(message.priority)) return 'NotSupportedPriority';
    if (message.state !== undefined && !STATES.includes(message.state)) return 'NotSupportedState';
    if (texts.some(({ format }) => !FORMATS.includes(format))) return 'NotSupportedMessageFormat';
    const speaks = (tag: string) => LANGUAGES.some((known) => known === tag.split('-')[0]);
    if (hasLanguages && texts.some(({ language = 'en' }) => !speaks(language))) {
      return 'LanguageNotSupported';
    }
    if (transactionId !== undefined && this.#evseOf(transactionId) === undefined) {
      return 'UnknownTransaction';
    }
    const startMs = startDateTime === undefined ? 0 : Date.parse(startDateTime);
    const endMs = endDateTime === undefined ? Number.POSITIVE_INFINITY : Date.parse(endDateTime);
    const isNever = endMs <= startMs || endMs <= this.#core.clock.epochMs();
    const evseId = display?.evse?.id ?? 0;
    return isNever || evseId > this.#core.evses.length ? 'Rejected' : undefined;
  }

  #isDue({ startDateTime, state, transactionId, display }: Message): boolean {
    const { clock, evses } = this.#core;
    if (startDateTime !== undefined && Date.parse(startDateTime) > clock.epochMs()) return false;
    if (state === undefined) return true;
    const evse =
      transactionId === undefined
        ? evses[(display?.evse?.id ?? 0) - 1]
        : this.#evseOf(transactionId);
    return isInState(evse === undefined ? evses : [evse], state);
  }

  #textOf(message: Message): Ocpp21.MessageContentType {
    const { evses, driverTexts } = this.#core;
    const evse =
      message.transactionId === undefined
        ? evses.find(({ authorization }) => authorization.idToken !== undefined)
        : this.#evseOf(message.transactionId);
    const texts = [message.message, ...(message.messageExtra ?? [])] as const;
    return inLanguage(texts, driverTexts.languages(evse?.id));
  }

  #evseOf(transactionId: string) {
    return this.#core.evses.find(
      ({ transaction }) => transaction.running?.transactionId === transactionId,
    );
  }

  /** Those that are not over: O01.FR.07, O02.FR.02. */
  #messages(): Message[] {
    const { clock, storage } = this.#core;
    return [...this.#ids].flatMap((id) => {
      const message = messageOf(readJson(storage.values, STORED + id));
      const isOver =
        message === undefined ||
        (message.endDateTime !== undefined && Date.parse(message.endDateTime) <= clock.epochMs()) ||
        (message.transactionId !== undefined && this.#evseOf(message.transactionId) === undefined);
      if (!isOver) return [message];
      this.#remove(id);
      return [];
    });
  }

  #remove(id: number): void {
    this.#core.storage.values.delete(STORED + id);
    this.#ids = this.#ids.filter((other) => other !== id);
  }
}

/** It was valid when it was stored. */
function messageOf(value: unknown): Message | undefined {
  return isMessage(value) ? value : undefined;
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'id' in value && 'message' in value;
}
