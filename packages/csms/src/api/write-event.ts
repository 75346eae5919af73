import type { CsmsEvent } from '../views.ts';
import { eventSchemas } from './event-schemas.ts';
import { serializer } from './serialize.ts';

const writers = new Map<string, (event: unknown) => string>(
  Object.entries(eventSchemas).map(([type, schema]) => [type, serializer(schema)]),
);

/** An event as JSON, with exactly what its schema declares. */
export function writeEvent(event: CsmsEvent): string {
  return writers.get(event.type)?.(event) ?? '{}';
}
