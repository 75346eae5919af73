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
import { addressProperties } from '../device-model/schemas.ts';
import type {
  DesiredMonitorInput,
  DesiredMonitorView,
  MonitoringView,
  MonitorView,
  StreamSamplesView,
  StreamView,
  WatchedVariable,
} from './views.ts';

export const notificationType = choice(
  ['HardWiredNotification', 'HardWiredMonitor', 'PreconfiguredMonitor', 'CustomMonitor'],
  { description: 'OCPP 2.1 EventNotificationEnumType.' },
);

const { attributeType: _attribute, ...watchedProperties } = addressProperties;

const monitorType = choice(
  [
    'UpperThreshold',
    'LowerThreshold',
    'Delta',
    'Periodic',
    'PeriodicClockAligned',
    'TargetDelta',
    'TargetDeltaRelative',
  ],
  { description: 'MonitorEnumType; the last two are of 2.1.' },
);
const severity = integer({
  description: '0 danger … 5 alert … 9 debug.',
  minimum: 0,
  maximum: 9,
  examples: [5],
});
const value = number({
  description: 'Threshold, delta, or seconds of a periodic one.',
  examples: [80],
});

const monitorSchema = named<MonitorView>(
  'Monitor',
  object({
    monitorId: integer({ description: "The station's number." }),
    ...watchedProperties,
    type: monitorType,
    value,
    severity,
    transaction: flag({ description: 'Whether it watches during transactions only.' }),
    notificationType: optional(notificationType),
    reportedAt: moment('When the station reported it.'),
  }),
);

const stream = {
  streamIntervalS: optional(
    integer({
      description: '2.1: send its values in a stream, every so many seconds.',
      minimum: 0,
    }),
  ),
  streamValues: optional(
    integer({ description: '2.1: send its values in a stream, so many together.', minimum: 0 }),
  ),
};

export const desiredMonitorInputSchema = named<DesiredMonitorInput>(
  'DesiredMonitorInput',
  object({
    ...watchedProperties,
    type: monitorType,
    value,
    severity,
    transaction: flag({ description: 'Whether it shall watch during transactions only.' }),
    ...stream,
  }),
);

const desiredMonitorSchema = named<DesiredMonitorView>(
  'DesiredMonitor',
  object({
    id: integer(),
    ...watchedProperties,
    type: monitorType,
    value,
    severity,
    transaction: flag(),
    ...stream,
    by: text({ description: 'Who wants it.' }),
    setAt: moment('When it was wanted.'),
    status: choice([
      'Waiting',
      'Removing',
      'Accepted',
      'UnknownComponent',
      'UnknownVariable',
      'UnsupportedMonitorType',
      'Rejected',
      'Duplicate',
      'Refused',
    ]),
    statusText: text({ description: 'The same in plain words.' }),
    reason: optional(text()),
    monitorId: optional(integer({ description: "The station's number." })),
  }),
);

export const monitoringSchema = named<MonitoringView>(
  'Monitoring',
  object({
    monitors: list(monitorSchema, { description: 'As the station reported them.' }),
    desired: list(desiredMonitorSchema, { description: 'As somebody wants them.' }),
    base: optional(text({ description: 'The base that was set last.', examples: ['All'] })),
    level: optional(integer({ description: 'Monitors up to this severity report.' })),
  }),
);

export const streamSchema = named<StreamView>(
  'EventStream',
  object({
    streamId: integer(),
    monitorId: integer(),
    watched: optional(object<WatchedVariable>(watchedProperties)),
    intervalS: optional(integer()),
    values: optional(integer()),
    openedAt: moment('When the station opened it.'),
    closedAt: optional(moment('When the station closed it.')),
    pending: integer({
      description: 'Values that waited at the station when its last message was sent.',
    }),
  }),
);

export const streamSamplesSchema = named<StreamSamplesView>(
  'EventStreamSamples',
  object({
    receivedAt: moment('When the message came.'),
    samples: list(
      object<StreamSamplesView['samples'][number]>({
        at: moment('When it was measured.'),
        value: text({ examples: ['41.5'] }),
      }),
    ),
  }),
);
