import { type Client, isProblem, type RequestOptions } from '@northbound/client';

/** Whoever is slower than this many others has a machine for a rival. */
const MOST_ATTEMPTS = 5;

/**
 * Reads a thing and writes it changed; once more from the beginning when somebody has changed it in between.
 *
 * @throws ApiProblem, `preconditionFailed` among them when others were faster each time
 */
export async function changeWhatIs<Thing extends object, Result>(
  { etagOf }: Pick<Client, 'etagOf'>,
  read: () => Promise<Thing>,
  write: (thing: Thing, options: RequestOptions) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    const thing = await read();
    try {
      return await write(thing, { ifMatch: etagOf(thing) });
    } catch (error) {
      if (attempt === MOST_ATTEMPTS || !isProblem(error, 'preconditionFailed')) throw error;
    }
  }
}
