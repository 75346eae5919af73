import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTest, sourcesOf } from './sources.ts';

/** Packages whose code decides, and so gets time and chance as ports. */
const CORES = ['protocol', 'rpc', 'energy', 'station', 'csms'] as const;

/** Ways to read a clock, a timer or a random source past the ports. */
const FORBIDDEN =
  /\b(?:Date\.now\(|new Date\(\)|Math\.random\(|setTimeout\(|setInterval\(|randomUUID\(|randomBytes\(|getRandomValues\(|performance\.now\(|process\.hrtime)/;

test('code that decides reads no clock, timer or random source by itself', () => {
  const sources = CORES.flatMap((name) => sourcesOf(`packages/${name}/src`));
  assert.ok(sources.length > 0);
  const wrong = sources
    .filter((source) => !isTest(source) && !/\/node\//.test(source.path))
    .flatMap((source) =>
      source.text
        .split('\n')
        .map((line, index) => ({ line, where: `${source.path}:${index + 1}` }))
        .filter(({ line }) => FORBIDDEN.test(line) && !/^\s*(?:\*|\/\/|\/\*)/.test(line))
        .map(({ line, where }) => `${where}: ${line.trim()}`),
    );
  assert.deepEqual(wrong, []);
});
