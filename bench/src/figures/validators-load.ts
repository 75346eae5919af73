import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SUBPROTOCOLS, VERSIONS } from '@northbound/protocol';
import { type Figure, rowOf } from '../figure.ts';
import { Child } from '../harness/parent.ts';
import { type Contender, interleave } from '../harness/rounds.ts';
import { summarize } from '../harness/statistics.ts';
import { fileStem, generatedBytes } from '../validators/build.ts';

const PROGRAM = new URL('../validators/load.ts', import.meta.url);
const SOURCES = new URL('../../../packages/protocol/src/', import.meta.url);

export const validatorsLoad: Figure = {
  id: 'validators-load',
  title:
    'load of the validators of one version (the slowest) in a fresh process, import to first answer, as JavaScript',
  unit: 'ms',
  reach: { atMost: 15 },
  async measure(signal) {
    const built = mkdtempSync(join(tmpdir(), 'northbound-bench-'));
    try {
      await build(built, signal);
      return await measureLoading(pathToFileURL(`${built}/src/`), signal);
    } finally {
      rmSync(built, { recursive: true });
    }
  },
};

async function measureLoading(builtSources: URL, signal: AbortSignal) {
  const contenders = VERSIONS.flatMap((version): Contender[] => {
    const stem = fileStem(SUBPROTOCOLS[version]);
    return [
      { name: version, measure: loading(new URL(`${stem}.js`, builtSources), signal) },
      {
        name: `${version}, TypeScript sources, types stripped while loading`,
        measure: loading(new URL(`${stem}.ts`, SOURCES), signal),
      },
    ];
  });
  const values = await interleave([...contenders, ajvContender(signal)], {
    rounds: 9,
    budgetMs: 25_000,
  });
  const summaries = [...values].map(([name, own]) => ({ name, ...summarize(own) }));
  const worst = summaries
    .filter(({ name }) => VERSIONS.some((version) => version === name))
    .reduce((a, b) => (b.median > a.median ? b : a));
  const sizes = VERSIONS.map((version) => generatedBytes(SUBPROTOCOLS[version]) / 1000);
  return {
    value: worst.median,
    low: worst.low,
    high: worst.high,
    conditions: [
      {
        name: 'generated code of one version (the largest)',
        value: Math.max(...sizes),
        unit: 'kB',
        reach: { atMost: 200 },
      },
    ],
    rows: [
      ...summaries.map(({ name, ...summary }) => ({
        ...rowOf(name, summary, 'ms'),
        ours: !name.includes('Ajv'),
      })),
      ...VERSIONS.map((version, index) => ({
        name: `${version}, generated code`,
        value: sizes[index] ?? 0,
        unit: 'kB',
        ours: true,
      })),
    ],
  };
}

async function build(directory: string, signal: AbortSignal): Promise<void> {
  // Node calls its own type stripping experimental when it is asked for by name.
  await using child = new Child(PROGRAM, signal, ['--disable-warning=ExperimentalWarning']);
  await child.ask('build', { directory });
}

function loading(module: URL, signal: AbortSignal): () => Promise<number> {
  return async () => {
    await using child = new Child(PROGRAM, signal);
    return await child.askFor('ms', 'load', { module: module.href });
  };
}

function ajvContender(signal: AbortSignal): Contender {
  return {
    name: '2.1, Ajv compiling the schemas',
    async measure() {
      await using child = new Child(PROGRAM, signal);
      return await child.askFor('ms', 'compileWithAjv', { schemas: 'ocpp2_1' });
    },
  };
}
