import { stationIdText, versionChoice } from '../api/common-schemas.ts';
import {
  anyJson,
  choice,
  flag,
  integer,
  list,
  moment,
  named,
  number,
  object,
  optional,
  type Schema,
  text,
} from '../api/schema.ts';
import { COMMAND_NAMES } from '../remote-control/command.ts';
import type {
  CampaignOrder,
  CampaignPace,
  CampaignState,
  CampaignStep,
  CampaignTargetView,
  CampaignView,
  Effect,
  StationSelection,
  TargetCounts,
  TargetState,
} from './views.ts';

/** Ten days: a longer step is no step of a campaign any more. */
const LONGEST_S = 864_000;

export const CAMPAIGN_STATES: readonly CampaignState[] = [
  'scheduled',
  'running',
  'paused',
  'stopped',
  'cancelled',
  'finished',
];

export const TARGET_STATES: readonly TargetState[] = [
  'pending',
  'active',
  'waiting',
  'awaiting',
  'succeeded',
  'failed',
  'skipped',
];

const pattern = { maxLength: 50 };

export const selectionSchema = named<StationSelection>(
  'StationSelection',
  object(
    {
      stationIds: optional(list(stationIdText, { description: 'Only these.' })),
      version: optional(versionChoice),
      vendor: optional(text({ ...pattern, examples: ['Northbound'] })),
      model: optional(text(pattern)),
      firmwareVersion: optional(text({ ...pattern, examples: ['2.3.1'] })),
      group: optional(text({ description: 'Only of this group.', maxLength: 255 })),
      connected: optional(flag({ description: 'Only those that are connected now, or are not.' })),
      search: optional(
        text({ description: 'Part of the id, vendor, model or serial number.', maxLength: 255 }),
      ),
    },
    {
      description:
        'The stations for which everything holds that is given, at this moment. In `vendor`, `model` and ' +
        '`firmwareVersion` a `*` stands for any text.',
      examples: [{ model: 'Pole', firmwareVersion: '2.3.1' }],
    },
  ),
);

const stepSchema = named<CampaignStep>(
  'CampaignStep',
  object({
    command: choice(COMMAND_NAMES, { description: 'An action of 2.1.' }),
    request: anyJson({
      description: 'In the words of 2.1, as the route of the command takes it.',
      examples: [{ type: 'OnIdle' }],
    }),
    timeoutS: optional(
      number({ description: 'How long to wait for an answer, s.', minimum: 1, maximum: 600 }),
    ),
    until: optional(
      choice<Effect>(['firmwareInstalled'], {
        description:
          'What must happen after the station said yes, for the step to have succeeded; without it the answer decides.',
      }),
    ),
    untilTimeoutS: optional(
      number({
        description: 'How long that may take, s; an hour when absent.',
        minimum: 1,
        maximum: LONGEST_S,
      }),
    ),
  }),
);

const paceSchema: Schema<CampaignPace> = named<CampaignPace>(
  'CampaignPace',
  object({
    waveSize: optional(
      integer({
        description:
          'Stations of a wave; the next begins when all of this one have come to an end. One wave when absent.',
        minimum: 1,
      }),
    ),
    pauseBetweenWavesS: optional(number({ minimum: 0, maximum: LONGEST_S })),
    concurrency: optional(
      integer({
        description: 'Stations that are worked on at the same time, at most; 50 when absent.',
        minimum: 1,
        maximum: 1000,
      }),
    ),
    queueForS: optional(
      number({
        description:
          'How long a command may wait for a station that is away, s; without it such a station has failed. One that ' +
          'waits does not hold up its wave.',
        minimum: 1,
        maximum: LONGEST_S,
      }),
    ),
    stopAtFailurePercent: optional(
      number({
        description: 'The campaign stops when more percent of the stations so far have failed …',
        minimum: 0,
        maximum: 100,
      }),
    ),
    stopAfterStations: optional(
      integer({ description: '… of at least so many; 1 when absent.', minimum: 1 }),
    ),
  }),
);

const orderProperties = {
  name: text({ minLength: 1, maxLength: 255, examples: ['Restart the poles of site north'] }),
  stations: selectionSchema,
  steps: list(stepSchema, {
    minItems: 1,
    description:
      'Commands to each station, one after the other; the first that fails ends it there.',
  }),
  pace: optional(paceSchema),
  startsAt: optional(moment('When it begins; at once when absent.')),
};

export const orderSchema = named<CampaignOrder>(
  'CampaignOrder',
  object(orderProperties, {
    examples: [
      {
        name: 'Restart the poles of site north',
        stations: { group: 'north', model: 'Pole' },
        steps: [{ command: 'Reset', request: { type: 'OnIdle' } }],
        pace: { waveSize: 20, pauseBetweenWavesS: 600, stopAtFailurePercent: 10 },
      },
    ],
  }),
);

const countsSchema = named<TargetCounts>(
  'TargetCounts',
  object({
    pending: integer(),
    active: integer({ description: 'A command is on the way.' }),
    waiting: integer({ description: 'A command waits for its station.' }),
    awaiting: integer({ description: 'Said yes; what must happen then has not happened yet.' }),
    succeeded: integer(),
    failed: integer(),
    skipped: integer(),
  }),
);

export const campaignSchema = named<CampaignView>(
  'Campaign',
  object({
    id: integer(),
    ...orderProperties,
    state: choice(CAMPAIGN_STATES, {
      description: '`stopped`: by itself, because too much failed; it can be resumed.',
    }),
    reason: optional(text({ description: 'Why it stopped.' })),
    createdBy: text(),
    createdAt: moment('When it was made.'),
    endedAt: optional(moment('When it ended.')),
    wave: integer({ description: 'The current one, from 1.' }),
    waves: integer(),
    nextWaveAt: optional(moment('When the next wave begins, during a pause.')),
    counts: countsSchema,
  }),
);

export const targetSchema = named<CampaignTargetView>(
  'CampaignTarget',
  object({
    stationId: stationIdText,
    wave: integer({ description: 'From 1.' }),
    state: choice(TARGET_STATES),
    step: integer({ description: 'The step that it is at, from 1.' }),
    commandId: optional(integer({ description: 'The record of its last command.' })),
    cause: optional(text({ description: 'Why it failed, in plain words.' })),
    updatedAt: moment('When that changed.'),
  }),
);
