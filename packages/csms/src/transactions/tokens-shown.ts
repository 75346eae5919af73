import type { Ocpp21 } from '@northbound/protocol';
import type { Draft, Transaction, TransactionEvent } from './domain.ts';
import type { Fact } from './facts.ts';

/** A token as stations show it. */
export type ShownToken = Pick<Ocpp21.IdTokenType, 'idToken' | 'type'>;

/** Others than who pays that are remembered: nobody shows more at one transaction, but a station may lie. */
const MOST_OTHERS = 8;

type Shown = Pick<Draft, 'idToken' | 'otherTokens' | 'refused'>;

/** Where a token stands that stops: it is never the first, whatever time a clock shows that was set back. */
const STOPS = Number.MAX_SAFE_INTEGER;

export function stops({
  eventType,
  triggerReason,
}: Pick<TransactionEvent, 'eventType' | 'triggerReason'>): boolean {
  return eventType === 'Ended' || triggerReason === 'StopAuthorized';
}

/**
 * The first token authorized the start; a later one the stop (E01, E06). Who needs no authorization shows none (C02).
 */
export function takeToken(draft: Shown, event: TransactionEvent, place: number): void {
  const { idToken } = event;
  if (idToken === undefined || idToken.idToken === '') return;
  const value = { idToken: idToken.idToken, type: idToken.type };
  elect(draft, { value, place: stops(event) ? STOPS : place });
}

/** This CSMS has said that a token is not welcome: it pays only when no other one was shown. */
export function takeRefusal(draft: Shown, token: ShownToken): void {
  draft.refused = [...(draft.refused ?? []), token];
  elect(draft);
}

/** What this CSMS has answered to a token: the same, when that was known. */
export function withAnswer<T extends Pick<Transaction, 'unwelcome'>>(
  transaction: T,
  token: ShownToken,
  isWelcome: boolean,
): T {
  const { unwelcome = [] } = transaction;
  const isKnown = unwelcome.some((known) => isSame(known, token));
  if (isKnown !== isWelcome) return transaction;
  const others = unwelcome.filter((known) => !isSame(known, token));
  return { ...transaction, unwelcome: isWelcome ? others : [...others, token].slice(-MOST_OTHERS) };
}

/** The tokens whose refusal makes a difference to who pays, and is not decided yet. */
export function toBeRefused({
  otherTokens,
  refused = [],
  unwelcome = [],
}: Pick<Transaction, 'otherTokens' | 'refused' | 'unwelcome'>): readonly ShownToken[] {
  if (otherTokens === undefined) return [];
  return unwelcome.filter((token) => !refused.some((known) => isSame(known, token)));
}

function elect(draft: Shown, shown?: Fact<ShownToken>): void {
  const { idToken, otherTokens = [], refused = [] } = draft;
  const known = idToken === undefined ? otherTokens : [idToken, ...otherTokens];
  const candidates = shown === undefined ? known : withToken(known, shown);
  if (candidates === known && shown !== undefined) return;
  const isRefused = ({ value }: Fact<ShownToken>) =>
    refused.some((token) => isSame(token, value)) ? 1 : 0;
  const isStop = ({ place }: Fact<ShownToken>) => (place === STOPS ? 1 : 0);
  const [payer, ...others] = candidates.toSorted(
    (a, b) => isStop(a) - isStop(b) || isRefused(a) - isRefused(b) || a.place - b.place,
  );
  if (payer !== undefined && payer !== idToken) draft.idToken = payer;
  const kept = others
    .filter(({ place }) => place !== STOPS)
    .sort((a, b) => a.place - b.place)
    .slice(0, MOST_OTHERS);
  if (kept.length > 0) draft.otherTokens = kept;
  else delete draft.otherTokens;
}

/** Each token once, where it was shown first. */
function withToken(
  known: readonly Fact<ShownToken>[],
  shown: Fact<ShownToken>,
): readonly Fact<ShownToken>[] {
  const same = known.find(({ value }) => isSame(value, shown.value));
  if (same === undefined) return [...known, shown];
  return shown.place < same.place ? [...known.filter((each) => each !== same), shown] : known;
}

function isSame(one: ShownToken, other: ShownToken): boolean {
  return one.idToken === other.idToken && one.type === other.type;
}
