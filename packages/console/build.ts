import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Builds the page, unless `dist` already is what these sources build to: `npm install` runs this every time. */
const root = import.meta.dirname;
const stampFile = join(root, 'dist', '.stamp');

const stamp = sourcesHash();
if (readStamp() !== stamp) {
  // Only now: loading the bundler takes longer than finding out that it is not needed.
  const { build } = await import('vite');
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
  writeFileSync(stampFile, stamp);
}

function sourcesHash(): string {
  const hash = createHash('sha256');
  const files = globSync(
    ['index.html', 'package.json', 'vite.config.ts', 'public/**/*.*', 'src/**/*.*'],
    { cwd: root, exclude: ['**/*.test.ts', '**/testing/**'] },
  ).sort();
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function readStamp(): string | undefined {
  try {
    return readFileSync(stampFile, 'utf8');
  } catch {
    return undefined;
  }
}
