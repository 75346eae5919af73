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

/**
 * Makes a thing that must not be there yet.
 *
 * @param what names it for people
 * @throws Error that says in words that it is there
 */
export async function makeNew<Result>(
  what: string,
  write: (options: RequestOptions) => Promise<Result>,
): Promise<Result> {
  try {
    return await write({ ifNoneMatch: '*' });
  } catch (error) {
    if (!isProblem(error, 'preconditionFailed')) throw error;
    throw new Error(`${what} is there already, and stays as it is.`, { cause: error });
  }
}
