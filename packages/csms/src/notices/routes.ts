import type { ApiApp, BlockPorts } from '../api/app.ts';
import { page } from '../api/common-schemas.ts';
import { pageParameters, stationPath, timeParameters } from '../api/parameters.ts';
import { optional, query, text } from '../api/schema.ts';
import type { NoticeFilter } from './notices.ts';
import { noticeSchema } from './schemas.ts';
import type { NoticeView } from './views.ts';

const noticePage = page<NoticeView>('NoticePage', noticeSchema);

/** What stations told of their own accord. */
export function noticeRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  app.get(
    '/stations/:id/notices',
    {
      config: { role: 'viewer', problems: ['invalidCursor'] },
      schema: {
        operationId: 'listNotices',
        summary: 'What a station told of its own accord, newest first',
        description:
          'Messages that report something and ask for nothing: progress of firmware and logs, charging limits, ' +
          'schedules of vehicles, DER alarms, settlements, battery swaps and their like, as they came.',
        tags: ['Stations'],
        params: stationPath,
        querystring: query<NoticeFilter>({
          action: optional(
            text({
              description: 'Only messages of this action.',
              examples: ['LogStatusNotification'],
            }),
          ),
          ...timeParameters('what happened'),
          ...pageParameters(100, 1000),
        }),
        response: { 200: noticePage },
      },
    },
    (request) => blocks.notices.list(request.params.id, request.query),
  );
}
