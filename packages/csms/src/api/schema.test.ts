import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  choice,
  integer,
  named,
  namedSchemas,
  object,
  optional,
  query,
  type Schema,
  text,
} from './schema.ts';

interface View {
  readonly id: string;
  readonly state: 'on' | 'off';
  readonly note?: string;
}

const id = text();
const state = choice(['on', 'off']);
const note = optional(text());

test('required is what is neither optional nor has a default', () => {
  const view = object<View>({ id, state, note });
  assert.deepEqual(view.required, ['id', 'state']);
  const page = query<{ readonly limit: number }>({ limit: integer({ default: 50 }) });
  assert.equal(page.required, undefined);
});

test('a named schema is referred to, and listed once', () => {
  const schema = named<View>('SchemaTestView', object({ id, state, note }));
  assert.equal(schema.$ref, 'SchemaTestView#');
  const listed = namedSchemas().filter(({ $id }) => $id === 'SchemaTestView');
  assert.equal(listed.length, 1);
  assert.deepEqual(Object.keys(listed[0]?.properties ?? {}), ['id', 'state', 'note']);
});

test('a schema that does not fit its view does not compile', () => {
  // @ts-expect-error a property is missing
  object<View>({ id, state });
  // @ts-expect-error a property is not in the view
  object<View>({ id, state, note, extra: text() });
  // @ts-expect-error `note` may be absent
  object<View>({ id, state, note: text() });
  // @ts-expect-error `id` may not be absent
  object<View>({ id: optional(text()), state, note });
  // @ts-expect-error `id` is no number
  object<View>({ id: integer(), state, note });
  // @ts-expect-error `state` has another value
  object<View>({ id, state: choice(['on']), note });
  // @ts-expect-error `state` has no third value
  object<View>({ id, state: choice(['on', 'off', 'broken']), note });
  // @ts-expect-error `state` is not any text
  object<View>({ id, state: text(), note });
  // @ts-expect-error a schema of a narrower type is another schema
  const wider: Schema<string> = state;
  assert.ok(wider);
});
