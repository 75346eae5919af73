import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { test } from 'node:test';
import { importsOf, isTest, packageFolders, ROOT, type Source, sourcesOf } from './sources.ts';

/**
 * The one direction of imports: what each package may know of the others. Station and CSMS meet on the wire only.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  pki: ['protocol'],
  energy: ['protocol'],
  rpc: ['protocol', 'pki'],
  station: ['protocol', 'pki', 'energy', 'rpc'],
  csms: ['protocol', 'pki', 'energy', 'rpc'],
  world: ['protocol', 'pki', 'energy', 'rpc', 'station', 'csms'],
  cli: ['protocol', 'pki', 'energy', 'rpc', 'station', 'csms', 'world'],
  // The generator starts a CSMS and asks it for its document, tests draw their cases with
  // protocol's help; what is published imports nothing.
  client: ['protocol', 'csms'],
  console: ['protocol', 'csms', 'client'],
};

/** The console runs in a browser: of the CSMS it may know types only. */
const TYPES_ONLY: Readonly<Record<string, readonly string[]>> = { console: ['protocol', 'csms'] };

const folders = packageFolders();

function packageOf({ path }: Source): string {
  return path.split('/')[1] ?? '';
}

/** The workspace package that an import leads to, by name or by a path out of the own package. */
function targetOf(source: Source, specifier: string): string | undefined {
  if (specifier.startsWith('@northbound/')) return specifier.split('/')[1];
  if (!specifier.startsWith('.')) return undefined;
  const path = posix.normalize(posix.join(posix.dirname(source.path), specifier));
  const [top, name] = path.split('/');
  return top === 'packages' && name !== packageOf(source) ? name : undefined;
}

test('every package has its place in the direction of imports', () => {
  assert.deepEqual(
    folders.filter((name) => MAY_IMPORT[name] === undefined),
    [],
  );
});

test('sources import in one direction only', () => {
  const wrong = sourcesOf('packages').flatMap((source) =>
    importsOf(source.text)
      .map((specifier) => targetOf(source, specifier))
      .filter((target) => target !== undefined && target !== packageOf(source))
      .filter((target) => !MAY_IMPORT[packageOf(source)]?.includes(target ?? ''))
      .map((target) => `${source.path} imports ${target}`),
  );
  assert.deepEqual(wrong, []);
});

test('packages are imported by name, never by a path into their folders', () => {
  const wrong = sourcesOf('packages').flatMap((source) =>
    importsOf(source.text)
      .filter((specifier) => specifier.startsWith('.') && targetOf(source, specifier) !== undefined)
      .map((specifier) => `${source.path} imports ${specifier}`),
  );
  assert.deepEqual(wrong, []);
});

test('package.json files depend in the same direction', () => {
  const wrong = folders.flatMap((name) => {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'packages', name, 'package.json'), 'utf8'));
    return ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']
      .flatMap((kind) => Object.keys(manifest[kind] ?? {}))
      .filter((dependency) => dependency.startsWith('@northbound/'))
      .map((dependency) => dependency.split('/')[1] ?? '')
      .filter((dependency) => !MAY_IMPORT[name]?.includes(dependency))
      .map((dependency) => `${name} depends on ${dependency}`);
  });
  assert.deepEqual(wrong, []);
});

test('each package lists the packages that its sources import', () => {
  const missing = folders.flatMap((name) => {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'packages', name, 'package.json'), 'utf8'));
    const runtime = Object.keys(manifest.dependencies ?? {});
    const all = [...runtime, ...Object.keys(manifest.devDependencies ?? {})];
    return sourcesOf(`packages/${name}/src`).flatMap((source) => {
      const listed = isTest(source) ? all : runtime;
      return importsOf(source.text)
        .filter((specifier) => specifier.startsWith('@northbound/'))
        .map((specifier) => specifier.split('/').slice(0, 2).join('/'))
        .filter(
          (dependency) => dependency !== `@northbound/${name}` && !listed.includes(dependency),
        )
        .map((dependency) => `${source.path} imports ${dependency}`);
    });
  });
  // A type costs nothing at run time, so the console may list its two packages anywhere.
  assert.deepEqual(
    missing.filter((line) => !line.startsWith('packages/console/')),
    [],
  );
});

test('the console takes types only from the CSMS', () => {
  const wrong = Object.entries(TYPES_ONLY).flatMap(([name, targets]) =>
    sourcesOf(`packages/${name}/src`)
      .filter((source) => !isTest(source))
      .flatMap((source) => valueImports(source, targets)),
  );
  assert.deepEqual(wrong, []);
});

/** Imports of these packages that are not erased: everything but `import type` and `export type`. */
function valueImports(source: Source, targets: readonly string[]): string[] {
  const statements =
    source.text.match(/^\s*(?:import|export)\b[^;]*?\bfrom\s*['"][^'"]+['"]/gm) ?? [];
  return statements
    .filter((statement) => !/^\s*(?:import|export)\s+type\b/.test(statement))
    .filter((statement) => targets.some((target) => statement.includes(`@northbound/${target}`)))
    .map((statement) => `${source.path}: ${statement.trim()}`);
}
