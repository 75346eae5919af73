import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { isLikeIn } from './paging.ts';
import { isLike } from './stations/like.ts';
import { openSqlite } from './store/sqlite/index.ts';

const database = await openSqlite({ file: ':memory:', worker: false });
after(() => database.close());

async function storeSays(pattern: string, text: string): Promise<boolean> {
  const condition = isLikeIn('name', pattern);
  assert.ok(condition !== undefined);
  const rows = await database.read({
    sql: `SELECT name FROM (SELECT ? AS name) AS names WHERE ${condition.sql}`,
    params: [text, ...condition.params],
  });
  return rows.length === 1;
}

test('a filter of the store means what a filter of stations in memory means', async () => {
  const cases: readonly (readonly [pattern: string, text: string, fits: boolean])[] = [
    ['Fast-150', 'fast-150', true],
    ['fast*', 'Fast-150', true],
    ['*150', 'Fast-150', true],
    ['F*-*0', 'Fast-150', true],
    ['fast', 'Fast-150', false],
    ['F%', 'Fast', false],
    ['F_st', 'Fast', false],
    ['100%\\_', '100%\\_', true],
    ['*', '', true],
  ];
  for (const [pattern, text, fits] of cases) {
    assert.equal(isLike(pattern, text), fits, `${pattern} ${text}`);
    assert.equal(await storeSays(pattern, text), fits, `${pattern} ${text}`);
  }
  const letters = fc.string({ unit: fc.constantFrom('a', 'B', '*', '%', '_', '\\', '-') });
  await fc.assert(
    fc.asyncProperty(letters, letters, async (pattern, text) => {
      assert.equal(await storeSays(pattern, text), isLike(pattern, text));
    }),
    runs(),
  );
});
