import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readDocument } from '../generator/document.ts';
import { generate } from '../generator/generate.ts';

test('the client is made from the document that the CSMS serves', async () => {
  for (const [name, text] of generate(await readDocument())) {
    const found = readFileSync(new URL(`generated/${name}`, import.meta.url), 'utf8');
    // Not deepEqual: the difference would be pages long.
    assert.ok(found === text, `${name} is old: run node packages/client/generator/main.ts`);
  }
});
