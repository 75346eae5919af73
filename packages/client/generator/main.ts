import { mkdirSync, writeFileSync } from 'node:fs';
import { readDocument } from './document.ts';
import { generate } from './generate.ts';

const folder = new URL('../src/generated/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, text] of generate(await readDocument())) {
  writeFileSync(new URL(name, folder), text);
}
