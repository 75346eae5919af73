import { VERSIONS } from '@northbound/protocol';
import {
  choice,
  flag,
  integer,
  list,
  moment,
  named,
  number,
  object,
  optional,
  text,
} from '../api/schema.ts';
import type { AddressInput, VariableSelector } from './address.ts';
import { STATUS_TEXTS } from './outcomes.ts';
import type {
  DesiredInput,
  DesiredView,
  HistoryView,
  StructureView,
  TemplateInput,
  TemplateView,
  VariableView,
} from './views.ts';

const name = (description: string, example: string) =>
  text({ description, examples: [example], maxLength: 50 });
const attributeType = choice(['Actual', 'Target', 'MinSet', 'MaxSet'], {
  description: 'AttributeEnumType.',
});
const mutability = choice(['ReadOnly', 'WriteOnly', 'ReadWrite']);

/** The parts of an address, as query parameters and in bodies. `Actual` when no attribute is named. */
export const addressProperties = {
  component: name("Name of the component; '' for a key of 1.6 without a place in 2.x.", 'TxCtrlr'),
  componentInstance: optional(name('Instance of the component.', 'Primary')),
  evseId: optional(integer({ description: 'Of a component of an EVSE.', minimum: 0 })),
  connectorId: optional(integer({ description: 'Of a component of a connector.', minimum: 0 })),
  variable: text({
    description: 'Name of the variable.',
    examples: ['EVConnectionTimeOut'],
    minLength: 1,
    maxLength: 50,
  }),
  variableInstance: optional(name('Instance of the variable.', 'TransactionEvent')),
  attributeType: optional(attributeType),
};

export const addressSchema = object<AddressInput>(addressProperties);

export const selectorSchema = object<VariableSelector>({
  component: addressProperties.component,
  componentInstance: addressProperties.componentInstance,
  evseId: addressProperties.evseId,
  connectorId: addressProperties.connectorId,
  variable: optional(text({ description: 'All of the component when absent.', maxLength: 50 })),
  variableInstance: addressProperties.variableInstance,
});

export const desiredInputSchema = object<DesiredInput>({
  ...addressProperties,
  value: text({ description: 'As the message carries it.', examples: ['60'], maxLength: 2500 }),
});

const desiredSchema = named<DesiredView>(
  'DesiredValue',
  object({
    value: text({ examples: ['60'] }),
    by: text({ description: 'The name of the key or the template that wants it.' }),
    templateId: optional(integer({ description: 'Absent when it is for this station alone.' })),
    setAt: moment('When it was wanted.'),
    status: choice(Object.keys(STATUS_TEXTS).filter(isStatus), {
      description: 'What came of it: SetVariableStatusEnumType, or a word of this CSMS.',
    }),
    statusText: text({ description: 'The same in plain words.' }),
    reason: optional(text({ description: 'What the station added.' })),
    attemptedAt: optional(moment('When the station answered to it last.')),
  }),
);

function isStatus(word: string): word is keyof typeof STATUS_TEXTS {
  return Object.hasOwn(STATUS_TEXTS, word);
}

export const variableSchema = named<VariableView>(
  'Variable',
  object({
    stationId: text({ examples: ['CS-1'] }),
    ...addressProperties,
    attributeType,
    configurationKey: optional(text({ description: 'The key of 1.6 that holds it.' })),
    value: optional(
      text({ description: 'As reported; absent when it was not, or cannot be read.' }),
    ),
    reportedAt: optional(moment('When it was reported last.')),
    mutability: optional(mutability),
    persistent: optional(flag()),
    constant: optional(flag()),
    characteristics: optional(
      object<Required<VariableView>['characteristics']>({
        dataType: optional(
          choice([
            'string',
            'decimal',
            'integer',
            'dateTime',
            'boolean',
            'OptionList',
            'SequenceList',
            'MemberList',
          ]),
        ),
        unit: optional(text({ examples: ['s'] })),
        minLimit: optional(number()),
        maxLimit: optional(number()),
        maxElements: optional(integer()),
        valuesList: optional(text({ examples: ['A,W'] })),
        supportsMonitoring: flag(),
      }),
    ),
    goneAt: optional(moment('Since when full reports do not name it any more.')),
    desired: optional(desiredSchema),
    drift: flag({ description: 'Whether what is desired is not what is reported.' }),
  }),
);

export const historySchema = named<HistoryView>(
  'VariableHistoryEntry',
  object({
    at: moment('When it happened.'),
    kind: choice(['reported', 'gone', 'desired', 'released', 'answered']),
    value: optional(text()),
    detail: optional(text({ description: 'Who wanted it, or what the station answered.' })),
  }),
);

export const templateInputSchema = named<TemplateInput>(
  'TemplateInput',
  object(
    {
      name: text({ minLength: 1, maxLength: 100, examples: ['Harbour intervals'] }),
      filter: object<TemplateInput['filter']>(
        {
          vendor: optional(text({ maxLength: 100 })),
          model: optional(text({ maxLength: 100 })),
          firmwareVersion: optional(text({ maxLength: 100, examples: ['1.4.*'] })),
          version: optional(choice(VERSIONS)),
          group: optional(text({ maxLength: 64 })),
        },
        {
          description: 'All that it says must fit; `*` stands for any text. Empty: every station.',
        },
      ),
      priority: integer({
        description: 'Of two templates that want different values the higher one wins.',
        minimum: 0,
        maximum: 1000,
        default: 0,
      }),
      values: list(desiredInputSchema),
    },
    {
      examples: [
        {
          name: 'Harbour intervals',
          filter: { model: 'DC-*', group: 'Harbour' },
          priority: 0,
          values: [{ component: 'SampledDataCtrlr', variable: 'TxUpdatedInterval', value: '60' }],
        },
      ],
    },
  ),
);

export const templateSchema = named<TemplateView>(
  'Template',
  object({
    id: integer(),
    name: text(),
    filter: object<TemplateView['filter']>({
      vendor: optional(text()),
      model: optional(text()),
      firmwareVersion: optional(text()),
      version: optional(choice(VERSIONS)),
      group: optional(text()),
    }),
    priority: integer(),
    values: list(desiredInputSchema),
    createdAt: moment('When it was made.'),
    updatedAt: moment('When it was changed last.'),
    stations: integer({ description: 'How many known stations its filter fits.' }),
  }),
);

export const structureSchema = named<StructureView>(
  'EvseStructure',
  object({
    evseId: integer({ examples: [1] }),
    knownFrom: list(choice(['deviceModel', 'status', 'transactions', 'configuration']), {
      description: 'What it is known from.',
    }),
    maxPowerW: optional(number({ description: 'The most it can deliver, W.', examples: [22000] })),
    supplyPhases: optional(integer({ examples: [3] })),
    connectors: list(
      object<StructureView['connectors'][number]>({
        connectorId: integer({ examples: [1] }),
        connectorType: optional(text({ examples: ['cType2'] })),
      }),
    ),
  }),
);
