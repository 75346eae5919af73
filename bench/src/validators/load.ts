/** A process that loads validators once and says how long it took. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Protocol, Version } from '@northbound/protocol';
import { answerParent, type Numbers, type Settings, textSetting } from '../harness/child.ts';
import { buildProtocol } from './build.ts';

answerParent({ build, load, compileWithAjv });

function build(settings: Settings): Numbers {
  buildProtocol(textSetting(settings, 'directory'));
  return {};
}

/** From the import to the first answer. */
async function load(settings: Settings): Promise<Numbers> {
  const url = textSetting(settings, 'module');
  const startMs = performance.now();
  const module: Readonly<Record<string, Protocol<Version>>> = await import(url);
  const valid = Object.values(module)[0]?.request('Heartbeat')?.is({});
  const ms = performance.now() - startMs;
  if (valid !== true) throw new Error('a valid Heartbeat is refused');
  return { ms };
}

/** The same with Ajv, which compiles schemas at run time: all messages of the version. */
async function compileWithAjv(settings: Settings): Promise<Numbers> {
  const require = createRequire(import.meta.url);
  const file = require.resolve(`ocpp-rpc/lib/schemas/${textSetting(settings, 'schemas')}.json`);
  const startMs = performance.now();
  const { Ajv } = await import('ajv');
  const { default: addFormats } = await import('ajv-formats');
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  const schemas: { $id?: string }[] = JSON.parse(readFileSync(file, 'utf8'));
  for (const { $id, ...schema } of schemas) ajv.compile(schema);
  return { ms: performance.now() - startMs };
}
