import { VERSIONS } from '@northbound/protocol';
import type { Page } from '../views.ts';
import { choice, integer, list, named, object, optional, type Schema, text } from './schema.ts';

/** A page of a list, under a name of its own. */
export function page<Item>(name: string, item: Schema<Item>): Schema<Page<Item>> {
  return named<Page<Item>>(
    name,
    object<Page<Item>>({
      items: list(item),
      nextCursor: optional(
        text({ description: 'Asks for the next page, as `cursor`; absent on the last.' }),
      ),
    }),
  );
}

/** A list that does not grow beyond one answer. */
export function items<Item>(item: Schema<Item>): Schema<{ readonly items: readonly Item[] }> {
  return object<{ readonly items: readonly Item[] }>({ items: list(item) });
}

export const stationIdText = text({
  description: "The identity in the station's WebSocket URL.",
  examples: ['CS-1'],
  minLength: 1,
  maxLength: 255,
});

/** OCPP 2.x RegistrationStatusEnumType, the same words in 1.6. */
export const REGISTRATIONS = ['Accepted', 'Pending', 'Rejected'] as const;

export const versionChoice = choice(VERSIONS, {
  description: 'OCPP version.',
});

export const evseNumber = integer({ description: 'EVSE number, from 1.', examples: [1] });

export const connectorNumber = integer({ description: 'Connector number, from 1.', examples: [1] });

export const transactionKey = integer({
  description: 'Key in this CSMS, unique over all stations.',
  examples: [42],
});
