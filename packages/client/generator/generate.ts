import type { OpenApiDocument } from './document.ts';
import { header, isStream, operationTable, operationTypes } from './operations.ts';
import { declarationOf, typeOf } from './types.ts';

/** The files of the client that follow from the document, by their names. */
export function generate(document: OpenApiDocument): ReadonlyMap<string, string> {
  const schemas = Object.entries(document.components.schemas).sort(([a], [b]) => (a < b ? -1 : 1));
  const types = [
    `${header}import type { problemCodes } from './routes.ts';\n`,
    ...schemas.map(([name, schema]) => declarationOf(name, schema)),
    eventType(document),
    operationTypes(document),
  ].join('\n');
  return new Map([
    ['schemas.ts', types],
    ['routes.ts', operationTable(document)],
  ]);
}

function eventType({ paths }: OpenApiDocument): string {
  const stream = Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .find(isStream);
  const events = stream?.responses['200']?.content?.['text/event-stream']?.schema ?? {};
  return `/** What the event stream carries. */\nexport type CsmsEvent = ${typeOf(events)};\n`;
}
