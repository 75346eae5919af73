import type { ApiApp } from './app.ts';
import { Problem } from './problems.ts';

/** Far more than any request needs; what is nested deeper overflows the stack of whoever writes it again. */
const deepest = 64;

/**
 * Reads JSON. An empty body is no body, also where its type is JSON: clients send it with commands that need nothing said.
 */
export function takeJson(app: ApiApp): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string' },
    (request, body, done) => {
      if (body === '') {
        done(null);
        return;
      }
      parse(request, body, (error, value) => {
        if (error === null && isDeeper(value, deepest)) done(tooDeep());
        else done(error, value);
      });
    },
  );
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isDeeper(part, levels - 1));
}

function tooDeep(): Problem {
  return new Problem('invalidRequest', {
    detail: `The body is nested deeper than ${deepest} levels.`,
  });
}
