import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Source, sourcesOf } from './sources.ts';

/** The last argument says how many runs and from which seed, and nothing is called after it. */
const WITH_RUNS = /\bruns\([\d_]*\)[^()]*\);$/;

/** Every assertion of a property, from its own line to the line that closes it, with the line's number. */
function assertionsOf(source: Source): { readonly text: string; readonly where: string }[] {
  const lines = source.text.split('\n');
  return lines.flatMap((line, index) => {
    if (!/^ *(?:await |return )?fc\.assert\(/.test(line)) return [];
    const indent = line.slice(0, line.search(/\S/));
    const rest = lines.slice(index);
    const last = rest.findIndex((each) =>
      each === line ? each.endsWith(';') : each === `${indent});`,
    );
    const text = rest.slice(0, last + 1).join('\n');
    return [{ text, where: `${source.path}:${index + 1}` }];
  });
}

test('every property begins at the seed of the run, so that the same tests pass every time', () => {
  const sources = sourcesOf('packages', 'test', 'bench', 'tools');
  const found = sources.flatMap(assertionsOf);
  const named = sources.flatMap(({ text }) => text.match(/\bfc\.assert\(/g) ?? []);
  assert.ok(found.length > 0);
  assert.equal(found.length, named.length, 'each of them is looked at');
  assert.deepEqual(
    found.filter(({ text }) => !WITH_RUNS.test(text)).map(({ where }) => where),
    [],
  );
});
