import { createHash } from 'node:crypto';
import {
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';

/** Builds the page, unless `dist` already is what these sources build to: `npm install` runs this every time. */
const root = import.meta.dirname;
const dist = join(root, 'dist');
const stampFile = join(dist, '.stamp');

const stamp = sourcesHash();
if (readStamp() !== stamp) {
  // Only now: loading the bundler takes longer than finding out that it is not needed.
  const { build } = await import('vite');
  const made = join(dist, `.building-${process.pid}`);
  await build({
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: made, emptyOutDir: true },
  });
  compress(made);
  publish(made);
  writeFileSync(stampFile, stamp);
}

function sourcesHash(): string {
  const hash = createHash('sha256');
  const files = globSync(
    [
      'index.html',
      'package.json',
      'vite.config.ts',
      'public/**/*.*',
      'src/**/*.*',
      '../../package-lock.json',
    ],
    { cwd: root, exclude: ['**/*.test.ts', '**/testing/**'] },
  ).sort();
  for (const file of files) {
    hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function readStamp(): string | undefined {
  try {
    return readFileSync(stampFile, 'utf8');
  } catch {
    return undefined;
  }
}

/** Puts a compressed copy beside each file: the CSMS sends that, and compresses nothing while stations wait. */
function compress(made: string): void {
  for (const file of filesIn(made)) {
    const content = readFileSync(join(made, file));
    writeFileSync(
      join(made, `${file}.gz`),
      gzipSync(content, { level: constants.Z_BEST_COMPRESSION }),
    );
  }
}

/**
 * Puts a build in its place while the old one may be served, or built by another process: each file appears whole, the
 * page after the files that it names.
 */
function publish(made: string): void {
  const files = filesIn(made).sort(
    (a, b) => Number(a === 'index.html') - Number(b === 'index.html'),
  );
  for (const file of files) {
    mkdirSync(dirname(join(dist, file)), { recursive: true });
    renameSync(join(made, file), join(dist, file));
  }
  rmSync(made, { recursive: true });
  for (const file of filesIn(dist)) {
    const isOurs = files.includes(file) || file.startsWith('.');
    if (!isOurs) rmSync(join(dist, file), { force: true });
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
