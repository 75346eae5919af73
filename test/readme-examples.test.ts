import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { packageFolders, ROOT } from './sources.ts';

/** The first TypeScript block of a document. */
function exampleOf(readme: string): string | undefined {
  return /```ts\n([\s\S]*?)```/.exec(readme)?.[1];
}

for (const name of packageFolders()) {
  const readme = join(ROOT, 'packages', name, 'README.md');
  const example = existsSync(readme) ? exampleOf(readFileSync(readme, 'utf8')) : undefined;
  if (example === undefined) {
    // The console is a page and has nothing to import.
    test(`packages/${name} has an example`, { skip: name === 'console' }, () =>
      assert.fail(`packages/${name}/README.md holds no \`\`\`ts block`),
    );
    continue;
  }
  test(`the example of packages/${name}/README.md runs`, { timeout: 30_000 }, async (context) => {
    // Inside the package, so that imports resolve as they do for its own sources.
    const file = join(ROOT, 'packages', name, `.readme-example-${process.pid}.ts`);
    writeFileSync(file, example);
    context.after(() => rmSync(file, { force: true }));
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file], {
      cwd: join(ROOT, 'packages', name),
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: context.signal,
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    const [status] = await once(child, 'close');
    assert.equal(status, 0, output);
  });
}
