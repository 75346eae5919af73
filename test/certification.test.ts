import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  type CertificationCase,
  certificationCases,
  namedCases,
  OPEN_AT_THE_STATION,
  reasonOf,
} from './certification.ts';
import { ROOT } from './sources.ts';

const FILE = join(ROOT, 'docs/certification-station.md');
const TABLES = /(<!-- tables: .*-->\n)[\s\S]*?(<!-- end of tables -->)/;

const CASES = certificationCases('cs');
const NAMED = namedCases('packages/station/src');
const open = CASES.filter(({ id }) => !NAMED.has(id));

test('every certification case of a station has a test, or a reason why not', () => {
  assert.deepEqual(
    open.filter(({ id }) => reasonOf(id) === undefined),
    [],
  );
});

test('docs/certification-station.md counts the cases as they are (NB_WRITE_DOCS=1 writes them)', () => {
  const text = readFileSync(FILE, 'utf8');
  const current = text.replace(TABLES, (_, begin, end) => `${begin}\n${tables()}\n${end}`);
  if (process.env.NB_WRITE_DOCS === '1') writeFileSync(FILE, current);
  else assert.equal(text, current);
});

function tables(): string {
  return [counts(), '', ...OPEN_AT_THE_STATION.flatMap(({ why }) => reason(why))].join('\n');
}

const BLOCKS = [...'ABCDEFGHIJKLMNOPQRS'];

const blockOf = ({ id }: CertificationCase) => /^TC_([A-Z])_/.exec(id)?.[1];

function counts(): string {
  const row = (name: string, isIn: (one: CertificationCase) => boolean) => {
    const cells = ['1.6', '2.0.1', '2.1'].map((version) => {
      const cases = CASES.filter((one) => one.version === version && isIn(one));
      const tested = cases.filter(({ id }) => NAMED.has(id)).length;
      return cases.length === 0 ? '' : `${tested} of ${cases.length}`;
    });
    return `| ${[name, ...cells].join(' | ')} |`;
  };
  return [
    '| block | 1.6 | 2.0.1 | 2.1 |',
    '|---|---|---|---|',
    ...BLOCKS.map((block) => row(block, (one) => blockOf(one) === block)),
    row('all', () => true),
  ].join('\n');
}

function reason(why: string): string[] {
  const ids = [...new Set(open.filter(({ id }) => reasonOf(id) === why).map(({ id }) => id))];
  return ids.length === 0 ? [] : [`- ${why} ${ids.map(short).join(', ')}.`];
}

/** `C_50` for `TC_C_50_CS`. */
function short(id: string): string {
  return id.replace(/^TC_|_CS$/g, '');
}
