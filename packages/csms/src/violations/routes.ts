import type { ApiApp, BlockPorts } from '../api/app.ts';
import { page, stationIdText, versionChoice } from '../api/common-schemas.ts';
import { limitParameter, pageParameters } from '../api/parameters.ts';
import { choice, integer, moment, named, object, optional, query, text } from '../api/schema.ts';
import { RULE_NAMES } from './rules.ts';
import type { ViolationSummaryView, ViolationView } from './views.ts';
import type { ViolationFilter } from './violations.ts';

const rule = choice(RULE_NAMES, { description: 'What was broken.' });
const model = optional(text({ examples: ['Fast-150'], maxLength: 50 }));
const firmwareVersion = optional(text({ maxLength: 50 }));
const vendor = optional(text());

const violationSchema = named<ViolationView>(
  'StationViolation',
  object({
    id: integer(),
    stationId: stationIdText,
    rule,
    title: text({ description: 'What it is to break it.' }),
    place: text({ description: 'In the standard.', examples: ['2.1 part 4, §4.1.4'] }),
    version: versionChoice,
    action: optional(text()),
    vendor,
    model,
    firmwareVersion,
    count: integer({ description: 'How often, with this firmware.' }),
    firstAt: moment('The first time.'),
    lastAt: moment('The last time.'),
    frameId: optional(integer({ description: 'The frame of the last time: see `listFrames`.' })),
    detail: text({ description: 'What was wrong the last time.' }),
  }),
);

const summarySchema = named<ViolationSummaryView>(
  'ViolationSummary',
  object({
    vendor,
    model,
    firmwareVersion,
    rule,
    title: text(),
    stations: integer({ description: 'Stations that do it.' }),
    count: integer({ description: 'How often, together.' }),
  }),
);

const violationPage = page<ViolationView>('StationViolationPage', violationSchema);
const summaryPage = page<ViolationSummaryView>('ViolationSummaryPage', summarySchema);
const tags = ['Violations'];

/** What stations do wrong, with the place in the standard. */
export function violationRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  app.get(
    '/violations',
    {
      config: { role: 'viewer', stations: 'query', problems: ['invalidCursor'] },
      schema: {
        operationId: 'listViolations',
        summary: 'What stations do wrong, the newest kinds first',
        tags,
        querystring: query<ViolationFilter>({
          stationId: optional(stationIdText),
          rule: optional(rule),
          model: optional(
            text({
              description: 'Only of stations of this model; `*` stands for any text.',
              maxLength: 50,
            }),
          ),
          firmwareVersion: optional(
            text({
              description: 'Only with this firmware; `*` stands for any text.',
              maxLength: 50,
            }),
          ),
          ...pageParameters(100, 1000),
        }),
        response: { 200: violationPage },
      },
    },
    (request) => blocks.violations.list(request.query),
  );

  app.get(
    '/violations/summary',
    {
      config: { role: 'viewer' },
      schema: {
        operationId: 'summariseViolations',
        summary: 'What models and firmware versions do wrong, the most frequent first',
        tags,
        querystring: query<{ readonly limit: number }>({ limit: limitParameter(100, 1000) }),
        response: { 200: summaryPage },
      },
    },
    async (request) => ({ items: await blocks.violations.summary(request.query.limit) }),
  );
}
