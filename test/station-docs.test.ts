import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from './sources.ts';
import { stationDiagrams } from './station-diagrams.ts';

const FILE = join(ROOT, 'docs/station.md');
const DIAGRAMS = /(<!-- diagrams: .*-->\n)[\s\S]*?(<!-- end of diagrams -->)/;

test('docs/station.md draws the state machines as they are (NB_WRITE_DOCS=1 writes them)', async () => {
  const text = readFileSync(FILE, 'utf8');
  const drawn = await stationDiagrams();
  const current = text.replace(DIAGRAMS, (_, begin, end) => `${begin}\n${drawn}\n${end}`);
  if (process.env.NB_WRITE_DOCS === '1') writeFileSync(FILE, current);
  else assert.equal(text, current);
});
