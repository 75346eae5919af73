import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  type CertificationCase,
  certificationCases,
  namedCases,
  OPEN_AT_THE_CSMS,
  OPEN_AT_THE_STATION,
  type Open,
  reasonOf,
} from './certification.ts';
import { ROOT } from './sources.ts';

/** One side of the wire, and the page that tells how far its tests follow the cases. */
interface Side {
  readonly role: string;
  readonly page: string;
  /** Where its tests are. */
  readonly folders: readonly string[];
  readonly reasons: readonly Open[];
}

const SIDES: readonly Side[] = [
  {
    role: 'cs',
    page: 'docs/certification-station.md',
    folders: ['packages/station/src'],
    reasons: OPEN_AT_THE_STATION,
  },
  {
    role: 'csms',
    page: 'docs/certification-csms.md',
    folders: ['packages/csms/src', 'packages/rpc/src'],
    reasons: OPEN_AT_THE_CSMS,
  },
];

const TABLES = /(<!-- tables: .*-->\n)[\s\S]*?(<!-- end of tables -->)/;

for (const { role, page, folders, reasons } of SIDES) {
  const cases = certificationCases(role);
  const named = namedCases(folders);
  const open = cases.filter(({ id }) => !named.has(id));

  test(`every certification case of role ${role} has a test, or a reason why not`, () => {
    assert.deepEqual(
      open.filter(({ id }) => reasonOf(reasons, id) === undefined),
      [],
    );
  });

  test(`${page} counts the cases as they are (NB_WRITE_DOCS=1 writes them)`, () => {
    const file = join(ROOT, page);
    const text = readFileSync(file, 'utf8');
    const tables = [counts(cases, named), '', ...reasons.flatMap((one) => reason(one, open))];
    const current = text.replace(
      TABLES,
      (_, begin, end) => `${begin}\n${tables.join('\n')}\n${end}`,
    );
    if (process.env.NB_WRITE_DOCS === '1') writeFileSync(file, current);
    else assert.equal(text, current);
  });
}

const BLOCKS = [...'ABCDEFGHIJKLMNOPQRS'];

const blockOf = ({ id }: CertificationCase) => /^TC_([A-Z])_/.exec(id)?.[1];

function counts(cases: readonly CertificationCase[], named: ReadonlySet<string>): string {
  const row = (name: string, isIn: (one: CertificationCase) => boolean) => {
    const cells = ['1.6', '2.0.1', '2.1'].map((version) => {
      const counted = cases.filter((one) => one.version === version && isIn(one));
      const tested = counted.filter(({ id }) => named.has(id)).length;
      return counted.length === 0 ? '' : `${tested} of ${counted.length}`;
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

function reason({ why, ids: starts }: Open, open: readonly CertificationCase[]): string[] {
  const meant = open.filter(({ id }) => starts.some((start) => id.startsWith(start)));
  const ids = [...new Set(meant.map(({ id }) => id))];
  return ids.length === 0 ? [] : [`- ${why} ${ids.map(short).join(', ')}.`];
}

/** `C_50` for `TC_C_50_CS`. */
function short(id: string): string {
  return id.replace(/^TC_|_CS(?:MS)?$/g, '');
}
