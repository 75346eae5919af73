import { integer, object, type Schema, text } from './schema.ts';
import { stationIdText } from './view-schemas.ts';

/** `/stations/{id}` */
export const stationPath = object<{ readonly id: string }>({ id: stationIdText });

/** `/transactions/{id}` */
export const transactionPath = object<{ readonly id: number }>({
  id: integer({ description: "The transaction's key in this CSMS.", examples: [42] }),
});

export const cursorParameter = text({
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
