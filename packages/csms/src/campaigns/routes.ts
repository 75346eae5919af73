import type { ApiApp, BlockPorts } from '../api/app.ts';
import { page } from '../api/common-schemas.ts';
import { idPath, pageParameters } from '../api/parameters.ts';
import { choice, integer, list, named, object, optional, query, text } from '../api/schema.ts';
import {
  CAMPAIGN_STATES,
  campaignSchema,
  orderSchema,
  selectionSchema,
  TARGET_STATES,
  targetSchema,
} from './schemas.ts';
import type { CampaignState, CampaignTargetView, CampaignView, TargetState } from './views.ts';

const tags = ['Campaigns'];
const campaignPage = page<CampaignView>('CampaignPage', campaignSchema);
const targetPage = page<CampaignTargetView>('CampaignTargetPage', targetSchema);
const campaignPath = idPath('The campaign.', 3);

interface SelectedStations {
  readonly count: number;
  readonly stationIds: readonly string[];
}

/** Ids that a preview shows. */
const PREVIEWED = 1_000;

const selectedSchema = named<SelectedStations>(
  'SelectedStations',
  object({
    count: integer(),
    stationIds: list(text(), { description: `The first ${PREVIEWED}, in order.` }),
  }),
);

const OPERATIONS = [
  ['pause', 'pauseCampaign', 'Start nothing more, and take back what waits for its station'],
  ['resume', 'resumeCampaign', 'Go on, also after it stopped by itself'],
  ['cancel', 'cancelCampaign', 'End it: what was sent goes on, nothing more is sent'],
] as const;

/** Commands to many stations. */
export function campaignRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  const { campaigns } = blocks;

  app.post(
    '/campaigns',
    {
      config: {
        role: 'operator',
        problems: ['invalidPayload', 'forbiddenByStandard', 'conflict'],
      },
      schema: {
        operationId: 'createCampaign',
        summary: 'Send commands to many stations',
        description:
          'The stations are chosen when the campaign is made. Each command is a record of its own (`/commands`).',
        tags,
        body: orderSchema,
        response: { 201: campaignSchema },
      },
    },
    async (request, reply) => {
      const { caller, body } = request;
      const campaign = await campaigns.create(body, caller?.name ?? 'operator');
      reply.code(201);
      return campaign;
    },
  );

  app.post(
    '/campaigns/preview',
    {
      config: { role: 'operator', isQuestion: true },
      schema: {
        operationId: 'previewCampaign',
        summary: 'Which stations a selection means now',
        tags,
        body: selectionSchema,
        response: { 200: selectedSchema },
      },
    },
    async (request) => {
      const stationIds = campaigns.preview(request.body);
      return { count: stationIds.length, stationIds: stationIds.slice(0, PREVIEWED) };
    },
  );

  app.get(
    '/campaigns',
    {
      config: { role: 'viewer', problems: ['invalidCursor'] },
      schema: {
        operationId: 'listCampaigns',
        summary: 'Campaigns, newest first',
        tags,
        querystring: query<{
          readonly state?: CampaignState;
          readonly cursor?: string;
          readonly limit: number;
        }>({
          state: optional(choice(CAMPAIGN_STATES, { description: 'Only in this state.' })),
          ...pageParameters(20, 100),
        }),
        response: { 200: campaignPage },
      },
    },
    (request) => campaigns.list(request.query),
  );

  app.get(
    '/campaigns/:id',
    {
      config: { role: 'viewer', problems: ['notFound'] },
      schema: {
        operationId: 'getCampaign',
        summary: 'A campaign and how far it is',
        tags,
        params: campaignPath,
        response: { 200: campaignSchema },
      },
    },
    (request) => campaigns.find(request.params.id),
  );

  app.get(
    '/campaigns/:id/targets',
    {
      config: { role: 'viewer', problems: ['notFound', 'invalidCursor'] },
      schema: {
        operationId: 'listCampaignTargets',
        summary: 'The stations of a campaign, and what became of each',
        tags,
        params: campaignPath,
        querystring: query<{
          readonly state?: TargetState;
          readonly cursor?: string;
          readonly limit: number;
        }>({
          state: optional(choice(TARGET_STATES, { description: 'Only in this state.' })),
          ...pageParameters(100, 1000),
        }),
        response: { 200: targetPage },
      },
    },
    (request) => campaigns.targets(request.params.id, request.query),
  );

  for (const [operation, operationId, summary] of OPERATIONS) {
    app.post(
      `/campaigns/:id/${operation}`,
      {
        config: { role: 'operator', problems: ['notFound', 'conflict'] },
        schema: {
          operationId,
          summary,
          tags,
          params: campaignPath,
          response: { 200: campaignSchema },
        },
      },
      (request) => campaigns.operate(request.params.id, operation),
    );
  }
}
