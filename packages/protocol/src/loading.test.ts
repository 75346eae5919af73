import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The modules that a fresh process loads for a piece of code, without Node's own. */
async function modulesLoadedBy(code: string): Promise<readonly string[]> {
  const program = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
    ${code}
    console.log(JSON.stringify(loaded));
  `;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
  });
  const loaded: readonly string[] = JSON.parse(stdout);
  return loaded.map((url) => url.replace(/^.*\//, ''));
}

const isOf = (version: string) => (name: string) => name.startsWith(`ocpp${version}`);

for (const [version, others] of [
  ['16', ['201', '21']],
  ['201', ['16', '21']],
  ['21', ['16', '201']],
] as const) {
  test(`loading ocpp${version} loads no other version, and no rules before they are needed`, async () => {
    const names = await modulesLoadedBy(
      `const { ocpp${version} } = await import('@northbound/protocol/ocpp${version}');
       ocpp${version}.request('Heartbeat').is({});`,
    );
    assert.ok(names.includes(`ocpp${version}-validators.js`));
    assert.ok(!names.includes(`ocpp${version}-schema.json`));
    for (const other of others) assert.deepEqual(names.filter(isOf(other)), []);
  });
}

test('the main entry loads no validators and no tables of the device model', async () => {
  const names = await modulesLoadedBy(`await import('@northbound/protocol');`);
  assert.ok(names.includes('frames.ts'));
  assert.deepEqual(
    names.filter((name) => /validators|device-model|mrec/.test(name)),
    [],
  );
});
