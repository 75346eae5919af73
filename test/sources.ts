import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** A source file of the repository; `path` from its root, with slashes. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** Every file below a folder, except what others made, and what tests have there for a moment under a hidden name. */
function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist', 'generated', 'out'].includes(entry.name)) return [];
    if (entry.name.startsWith('.')) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** TypeScript sources below the folders that are given, from the repository's root. */
export function sourcesOf(...folders: readonly string[]): Source[] {
  return folders
    .flatMap((folder) => filesBelow(join(ROOT, folder)))
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
    .map((file) => ({
      path: relative(ROOT, file).replaceAll('\\', '/'),
      text: readFileSync(file, 'utf8'),
    }));
}

export function isTest({ path }: Source): boolean {
  return /\.test(?:-d)?\.tsx?$/.test(path) || /\/testing(?:\/|\.ts$)/.test(path);
}

/** The names of the packages' folders. */
export function packageFolders(): string[] {
  return readdirSync(join(ROOT, 'packages')).filter((name) =>
    existsSync(join(ROOT, 'packages', name, 'package.json')),
  );
}

/** What a module imports, types, re-exports and dynamic imports included. */
export function importsOf(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const pattern = /(?:\bfrom\s*|\bimport\s*\(\s*|^\s*import\s+)(['"])([^'"\n]+)\1/gm;
  return [...code.matchAll(pattern)].map((match) => match[2] ?? '');
}

/** Files that git keeps, and new ones it would keep. */
export function gitFiles(): string[] {
  const list = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  return list.split('\0').filter((path) => path !== '' && existsSync(join(ROOT, path)));
}
