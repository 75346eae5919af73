import { stationIdText } from './common-schemas.ts';
import { choice, integer, moment, object, optional, type Schema, text } from './schema.ts';

/** `/alerts/{id}`: what has a number. */
export function idPath(description: string, example: number): Schema<{ readonly id: number }> {
  return object<{ readonly id: number }>({
    id: integer({ description, minimum: 1, examples: [example] }),
  });
}

/** `/stations/{id}` */
export const stationPath = object<{ readonly id: string }>({ id: stationIdText });

/** `/transactions/{id}` */
export const transactionPath = idPath("The transaction's key in this CSMS.", 42);

const cursorParameter = text({
  description: '`nextCursor` of the page before.',
  maxLength: 512,
});

export function limitParameter(usual: number, most: number): Schema<number> {
  return integer({
    description: 'Items on a page, at most.',
    minimum: 1,
    maximum: most,
    default: usual,
  });
}

/** `cursor` and `limit`, for the query of a list: `query<…>({ …, ...pageParameters(50, 500) })`. */
export function pageParameters(usual: number, most: number) {
  return { cursor: optional(cursorParameter), limit: limitParameter(usual, most) };
}

/** `from` and `to`, for the query of a list. @param what as in `what was given` */
export function timeParameters(what: string) {
  return {
    from: optional(moment(`Only ${what} then or later.`)),
    to: optional(moment(`Only ${what} before.`)),
  };
}

/** `sort`: one of a list's orders, descending with a minus before it; the first is the usual one. */
export function sortParameter<const Order extends string>(orders: readonly [Order, ...Order[]]) {
  const descending = orders.map((order): `-${Order}` => `-${order}`);
  return optional(
    choice<Order | `-${Order}`>([...orders, ...descending], {
      description: `How the list is sorted, with a minus the other way round; ${orders[0]} when absent.`,
    }),
  );
}
