import type { Csms, TokenView } from '@northbound/csms';
import type { StationMachine } from '../machines/station-machine.ts';

/** Drivers of one EVSE; they come again and again. */
const CARDS = 9;
/** So many in a row are of one family: each may end what another began. */
const FAMILY = 3;

/** A card that no CSMS knows. */
export const STRANGER = 'STRANGER';

/** A card that the CSMS knows, and lets charge nowhere. */
const BLOCKED_TOKEN: TokenView = {
  idToken: 'BLOCKED',
  type: 'ISO14443',
  status: 'Blocked',
};

/** Cards that are welcome only where a station takes, without its CSMS, whoever it does not know. */
export const UNWELCOME: readonly [string, ...string[]] = [STRANGER, BLOCKED_TOKEN.idToken];

/** A card of the service: it ends whatever runs, and begins nothing. */
export const MASTER_CARD = 'MASTER';
export const MASTER_GROUP = 'SERVICE';

/** The cards of an EVSE's drivers: each EVSE has its own, so that a token says where it was shown. */
export function cardsOf(identity: string, evseId: number): readonly [string, ...string[]] {
  const name = (index: number) => `${identity}.${evseId}.${index}`;
  return [name(0), ...Array.from({ length: CARDS - 1 }, (_, index) => name(index + 1))];
}

/** Which family a card is of, by its place among those of its EVSE. */
function familyAt(index: number): number {
  return Math.floor(index / FAMILY);
}

/** The next card of the same family. */
export function relativeOf(card: string, cards: readonly string[]): string {
  const index = cards.indexOf(card);
  const first = familyAt(index) * FAMILY;
  return cards[first + ((index - first + 1) % FAMILY)] ?? card;
}

/** Whether two cards are of one family. */
export function areRelated(one: string, other: string, cards: readonly string[]): boolean {
  return familyAt(cards.indexOf(one)) === familyAt(cards.indexOf(other));
}

/** A card of another family. */
export function unrelatedTo(card: string, cards: readonly string[]): string {
  return cards[(cards.indexOf(card) + FAMILY) % cards.length] ?? card;
}

/** What the CSMS is told of them. */
export function tokensOf(cards: readonly string[]): TokenView[] {
  return cards.map((idToken, index) => ({
    idToken,
    type: 'ISO14443',
    status: 'Accepted',
    groupIdToken: `${cards[0]}.G${familyAt(index)}`,
  }));
}

/** The service's card, with the group that makes it one. */
const MASTER_TOKEN: TokenView = {
  idToken: MASTER_CARD,
  type: 'ISO14443',
  status: 'Accepted',
  groupIdToken: MASTER_GROUP,
};

/** Tells the CSMS of every card that it is to know. */
export function registerCards(
  { blocks, commands }: Pick<Csms, 'blocks' | 'commands'>,
  stations: readonly Pick<StationMachine, 'identity' | 'board'>[],
): void {
  const service = { groupIdToken: MASTER_GROUP, status: 'Accepted', masterPass: true } as const;
  void blocks.tokens.putGroup(service);
  void commands.putToken(MASTER_TOKEN);
  void commands.putToken(BLOCKED_TOKEN);
  for (const { identity, board } of stations) {
    for (const [index] of board.evses.entries()) {
      for (const token of tokensOf(cardsOf(identity, index + 1))) void commands.putToken(token);
    }
  }
}
