import type { Version } from '@northbound/protocol';
import type { Page } from '../views.ts';
import { choice, list, named, object, optional, type Schema, text } from './schema.ts';

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

export const stationIdText = text({
  description: "The identity in the station's WebSocket URL.",
  examples: ['CS-1'],
  minLength: 1,
  maxLength: 255,
});

export const versionChoice = choice<Version>(['1.6', '2.0.1', '2.1'], {
  description: 'OCPP version.',
});
