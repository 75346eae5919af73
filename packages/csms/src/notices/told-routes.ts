import type { ApiApp, BlockPorts } from '../api/app.ts';
import { page } from '../api/common-schemas.ts';
import { pageParameters, stationPath, timeParameters } from '../api/parameters.ts';
import { integer, moment, query, type Schema } from '../api/schema.ts';
import type { ToldFilter } from './notices.ts';
import type { ToldView } from './views.ts';

/** The properties of `ToldView`. */
export const toldProperties = {
  id: integer({ description: 'Of the notice that holds the message as it came.' }),
  at: moment('When it happened, if the message says so; else when it came.'),
  receivedAt: moment('When it came.'),
};

/** A list of what stations tell with one action. */
interface ToldRoute<Payload extends object, View extends ToldView> {
  /** Below `/stations/{id}/`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  readonly action: string;
  /** Of the page. */
  readonly name: string;
  readonly item: Schema<View>;
  view(payload: Payload, told: ToldView): View;
}

/** Messages that are kept whole among the notices, read back as what they mean. */
export function toldRoute<Payload extends object, View extends ToldView>(
  app: ApiApp,
  { blocks }: BlockPorts,
  {
    path,
    operationId,
    summary,
    description,
    tag,
    action,
    name,
    item,
    view,
  }: ToldRoute<Payload, View>,
): void {
  app.get(
    `/stations/:id/${path}`,
    {
      config: { role: 'viewer', problems: ['invalidCursor'] },
      schema: {
        operationId,
        summary,
        ...(description === undefined ? {} : { description }),
        tags: [tag],
        params: stationPath,
        querystring: query<ToldFilter>({
          ...timeParameters('what happened'),
          ...pageParameters(100, 1000),
        }),
        response: { 200: page<View>(name, item) },
      },
    },
    (request) => blocks.notices.told<Payload, View>(request.params.id, action, request.query, view),
  );
}
