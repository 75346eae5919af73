import { mkdirSync, writeFileSync } from 'node:fs';
import { readArguments } from './arguments.ts';
import { isReached, type Result } from './figure.ts';
import { FIGURES } from './figures/index.ts';
import { describeMachine, machineText } from './machine.ts';
import { chartSvg } from './report/chart.ts';
import { resultsDocument } from './report/document.ts';
import { jsonLine } from './report/json-line.ts';
import { tableText } from './report/table.ts';
import { measureFigure } from './runner.ts';

const OUT = new URL('../out/', import.meta.url);
const ids = FIGURES.map(({ id }) => id);

const request = readArguments(process.argv.slice(2), ids);
if (request.kind === 'mistake') {
  console.error(request.message);
  process.exitCode = 2;
} else if (request.kind === 'list') {
  console.log(ids.join('\n'));
} else {
  const results = await run(request.ids, request.json);
  // A bound that is missed is a result; only a measurement that failed is an error.
  if (results.some(({ measurement }) => measurement === undefined)) process.exitCode = 1;
}

async function run(wanted: readonly string[], json: boolean): Promise<Result[]> {
  const results: Result[] = [];
  for (const figure of FIGURES.filter(({ id }) => wanted.includes(id))) {
    console.error(`measuring ${figure.id} …`);
    const result = await measureFigure(figure);
    results.push(result);
    if (result.failure !== undefined) console.error(`${figure.id} failed: ${result.failure}`);
    if (json) console.log(jsonLine(result));
  }
  if (json) return results;
  const machine = describeMachine();
  const reached = results.filter(isReached).length;
  console.log(
    `${tableText(results)}\n\n${machineText(machine)}\n${reached} of ${results.length} reached`,
  );
  if (results.length === FIGURES.length) {
    mkdirSync(OUT, { recursive: true });
    writeFileSync(new URL('results.json', OUT), resultsDocument(results, machine));
    writeFileSync(new URL('results.svg', OUT), chartSvg(results, machine));
  }
  return results;
}
