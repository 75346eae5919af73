import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROTOCOL = fileURLToPath(new URL('../../../packages/protocol/', import.meta.url));

/** Writes `@northbound/protocol` into a directory as a package's users get it: JavaScript, the types stripped. */
export function buildProtocol(directory: string): void {
  const sources = readdirSync(join(PROTOCOL, 'src'), { recursive: true, encoding: 'utf8' });
  for (const source of sources.filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  )) {
    write(join(directory, 'src', source), javaScriptOf(join(PROTOCOL, 'src', source)));
  }
  cpSync(join(PROTOCOL, 'generated'), join(directory, 'generated'), { recursive: true });
  for (const name of readdirSync(join(directory, 'generated')).filter((file) =>
    file.endsWith('.js'),
  )) {
    const file = join(directory, 'generated', name);
    write(file, withJavaScriptImports(readFileSync(file, 'utf8')));
  }
  write(join(directory, 'package.json'), '{ "type": "module" }');
}

/** The generated code of a version, in bytes. */
export function generatedBytes(subprotocol: string): number {
  const file = join(PROTOCOL, 'generated', `${fileStem(subprotocol)}-validators.js`);
  return readFileSync(file).byteLength;
}

/** `ocpp2.0.1` → `ocpp201` */
export function fileStem(subprotocol: string): string {
  return subprotocol.replaceAll('.', '');
}

function javaScriptOf(file: string): string {
  return withJavaScriptImports(stripTypeScriptTypes(readFileSync(file, 'utf8')));
}

function withJavaScriptImports(code: string): string {
  return code.replaceAll(/((?:from|import) ')(\.[^']*)\.ts'/g, "$1$2.js'");
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path.replace(/\.ts$/, '.js'), text);
}
