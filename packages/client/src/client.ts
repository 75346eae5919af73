import { type EventSelection, type Followed, type FollowOptions, follow } from './follow.ts';
import { type Route, routes } from './generated/routes.ts';
import type { Operations } from './generated/schemas.ts';
import { type ClientOptions, type RequestOptions, type Settings, settingsOf } from './options.ts';
import { type Arguments, request } from './request.ts';

type Call<Takes, Gives> = object extends Takes
  ? (args?: Takes, options?: RequestOptions) => Promise<Gives>
  : (args: Takes, options?: RequestOptions) => Promise<Gives>;

/** A method for each operation of the API, by its name in the OpenAPI document. */
export type Calls = {
  readonly [Name in keyof Operations]: Call<Operations[Name]['takes'], Operations[Name]['gives']>;
};

/** The API of a CSMS. Each method rejects with `ApiProblem`, or with `NoAnswer` when nobody answers. */
export interface Client extends Calls {
  /** Follows what happens, over lost connections too. */
  follow(
    selection?: EventSelection,
    options?: FollowOptions,
  ): AsyncGenerator<Followed, void, undefined>;
  /** The ETag that came with an answer of this client: for `ifMatch`. */
  etagOf(answer: object): string | undefined;
}

/**
 * A client of the CSMS at `baseUrl`: `createClient({ baseUrl: 'https://csms.example', key })`. It asks nothing before
 * the first call.
 */
export function createClient(options: ClientOptions = {}): Client {
  const settings = settingsOf(options);
  const etags = new WeakMap<object, string>();
  return {
    ...createCalls(settings, etags),
    follow: (selection = {}, followOptions = {}) => follow(settings, selection, followOptions),
    etagOf: (answer) => etags.get(answer),
  };
}

/**
 * Items of all pages of a list, each page read when it is needed: `everyPage((page) => client.listStations(page))`.
 * @throws what `read` throws
 */
export async function* everyPage<Item>(
  read: (page: { readonly cursor?: string }) => Promise<{
    readonly items: readonly Item[];
    readonly nextCursor?: string;
  }>,
): AsyncGenerator<Item, void, undefined> {
  let cursor: string | undefined;
  do {
    const page = await read(cursor === undefined ? {} : { cursor });
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

/** The table of routes says how to ask; the types, made from the same document, say what comes back. */
function createCalls(settings: Settings, etags: WeakMap<object, string>): Calls;
function createCalls(settings: Settings, etags: WeakMap<object, string>): object {
  const call =
    (route: Route) =>
    async (args: Arguments = {}, options: RequestOptions = {}): Promise<unknown> => {
      const { answer, etag } = await request(settings, route, args, options);
      if (etag !== null && typeof answer === 'object' && answer !== null) etags.set(answer, etag);
      return answer;
    };
  return Object.fromEntries(
    Object.entries<Route>(routes).map(([name, route]) => [name, call(route)]),
  );
}
