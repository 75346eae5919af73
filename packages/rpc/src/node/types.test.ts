import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const README = new URL('../../README.md', import.meta.url);
const COMPILER = join(
  dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin/tsc',
);

const PRELUDE = `
import { createRpcServer, RpcCallError, type AnyPeer, type Handlers, type RpcPeer } from '@northbound/rpc';
import { ocpp16 } from '@northbound/protocol/ocpp16';
import { ocpp21 } from '@northbound/protocol/ocpp21';
declare const station: RpcPeer<'2.1', 'CSMS'>;
declare const csms: RpcPeer<'2.1', 'ChargingStation'>;
declare const any: AnyPeer<'CSMS'>;
export { createRpcServer, RpcCallError, ocpp16, ocpp21, station, csms, any, type Handlers };
`;

/**
 * Each must be one error, at the marked token: the marks are cut out before it is compiled. What a
 * handler returns is marked by the compiler at the handler's name.
 */
const MISTAKES: Readonly<Record<string, string>> = {
  'a wrong value in a request': `void station.call('Reset', { «type»: 'Hard' });`,
  'a wrong field in a request': `void station.call('Reset', { type: 'OnIdle', «evse»: 1 });`,
  'a missing field in a request': `void station.call('Reset', «{}»);`,
  'a command in the wrong direction': `void station.call(«'BootNotification'», {});`,
  'a command of the station to the CSMS': `void csms.call(«'Reset'», { type: 'OnIdle' });`,
  'an action that is a SEND': `void csms.call(«'NotifyPeriodicEventStream'», {});`,
  'a SEND in the wrong direction': `station.send(«'NotifyPeriodicEventStream'», {});`,
  'an action of another version': `if (any.version === '1.6') void any.call(«'GetVariables'», {});`,
  'a wrong field in an answer': `const { status } = await station.call('ClearCache', {}); if («status === 'Maybe'») console.log();`,
  'a wrong status in a handler': `export const handlers: Handlers<'2.1', 'CSMS'> = { «NotifyEVChargingSchedule»: () => ({ status: 'Perhaps' }) };`,
  'a handler of what we send ourselves': `export const handlers: Handlers<'2.1', 'CSMS'> = { «Reset»: () => ({ status: 'Accepted' }) };`,
  'a field that a request does not have': `export const handlers: Handlers<'2.1', 'CSMS'> = { NotifyEVChargingSchedule: ({ «ev» }) => { console.log(ev); return { status: 'Accepted' }; } };`,
  'a wrong status in a server': `createRpcServer({ authorize: () => ({ accept: true, context: 1 }), versions: { '1.6': { protocol: ocpp16, handlers: { «DataTransfer»: () => ({ status: 'Refused' }) } } } });`,
};

const RIGHT = `
export const handlers: Handlers<'2.1', 'CSMS', { name: string }> = {
  Heartbeat: () => ({ currentTime: '' }),
  BootNotification: async ({ chargingStation }, { name }, { messageId }) => {
    console.log(chargingStation.model, name, messageId);
    return { currentTime: '', interval: 1, status: 'Accepted' };
  },
  NotifyPeriodicEventStream: (events) => {
    console.log(events.data);
  },
};
const outcome = await station.tryCall('Reset', { type: 'OnIdle' });
if (outcome.outcome === 'answered') outcome.payload.status satisfies 'Accepted' | 'Rejected' | 'Scheduled';
if (any.version === '1.6') (await any.call('Reset', { type: 'Hard' })).status satisfies string;
else if (any.version === '2.1') await any.call('Reset', { type: 'OnIdle' });
csms.send('NotifyPeriodicEventStream', { id: 1, pending: 0, basetime: '', data: [{ t: 1, v: '' }] });
`;

let directory = '';
let output = '';
before(() => {
  // Inside the repository, so that packages resolve as they do there; git does not see it.
  mkdirSync(join(ROOT, 'tmp'), { recursive: true });
  directory = mkdtempSync(join(ROOT, 'tmp', 'types-'));
  const names = Object.keys(MISTAKES).map((_, number) => `mistake${number}.ts`);
  writeFileSync(join(directory, 'right.ts'), PRELUDE + RIGHT);
  for (const [number, text] of Object.values(MISTAKES).entries()) {
    writeFileSync(join(directory, `mistake${number}.ts`), PRELUDE + text.replace(/[«»]/g, ''));
  }
  const [, example = ''] = /```ts\n(.*?)```/s.exec(readFileSync(README, 'utf8')) ?? [];
  writeFileSync(join(directory, 'readme.ts'), example);
  const files = ['right.ts', 'readme.ts', ...names];
  const config = { extends: join(ROOT, 'tsconfig.base.json'), files };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(config));
  const run = spawnSync(process.execPath, [COMPILER, '-p', directory, '--pretty', 'false'], {
    encoding: 'utf8',
  });
  output = run.stdout + run.stderr;
});
after(() => rmSync(directory, { recursive: true, force: true }));

/** `file(line,column): error …`; the lines that explain it further are indented. */
const errorsIn = (file: string): string[] =>
  output.split('\n').filter((line) => line.includes(`${file}(`) && line.includes(': error TS'));

test('what is right compiles', () => {
  assert.deepEqual(errorsIn('right.ts'), [], output);
  assert.deepEqual(errorsIn('readme.ts'), [], output);
});

for (const [number, [name, text]] of Object.entries(MISTAKES).entries()) {
  test(`${name}: one short error at the token`, () => {
    const errors = errorsIn(`mistake${number}.ts`);
    assert.equal(errors.length, 1, output);
    const [error = ''] = errors;
    const place = /\((\d+),(\d+)\)/.exec(error);
    const column = text.indexOf('«') + 1;
    assert.deepEqual(
      [Number(place?.[1]), Number(place?.[2])],
      [PRELUDE.split('\n').length, column],
    );
    assert.ok(error.length < 700, `${error.length} characters: ${error}`);
  });
}
