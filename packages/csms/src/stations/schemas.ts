import {
  connectorNumber,
  evseNumber,
  REGISTRATIONS,
  stationIdText,
  versionChoice,
} from '../api/common-schemas.ts';
import {
  choice,
  flag,
  list,
  moment,
  named,
  number,
  object,
  optional,
  type Schema,
  text,
} from '../api/schema.ts';
import { light } from '../health/schemas.ts';
import type { Lights } from '../health/views.ts';
import { transactionSchema } from '../transactions/schemas.ts';
import type { AvailabilityState, ConnectorView, EvseView, StationView } from '../views.ts';

export const availabilityState = choice<AvailabilityState>(
  ['Available', 'Occupied', 'Reserved', 'Unavailable', 'Faulted'],
  { description: 'OCPP 2.1 ConnectorStatusEnumType.' },
);

const connectorSchema = named<ConnectorView>(
  'Connector',
  object({
    connectorId: connectorNumber,
    availabilityState,
    reportedStatus: optional(
      text({ description: 'What a 1.6 station called it.', examples: ['SuspendedEV'] }),
    ),
    errorCode: optional(text({ examples: ['GroundFailure'] })),
    updatedAt: moment('When the station said so.'),
  }),
);

export const evseSchema = named<EvseView>(
  'Evse',
  object({
    evseId: evseNumber,
    connectors: list(connectorSchema),
    activeTransaction: optional(transactionSchema),
  }),
);

export const stationSchema = named<StationView>(
  'Station',
  object({
    id: stationIdText,
    connected: flag(),
    version: optional(versionChoice),
    registration: optional(
      choice(REGISTRATIONS, {
        description: 'Result of the last BootNotification; absent before the first.',
      }),
    ),
    vendor: optional(text()),
    model: optional(text()),
    serialNumber: optional(text()),
    firmwareVersion: optional(text()),
    admission: choice(['Known', 'Open'], {
      description: 'Whether somebody registered it, or an open CSMS let it in.',
    }),
    securityProfile: securityProfile(),
    registeredAt: optional(moment('When somebody registered it, or set its password, last.')),
    lastBootAt: optional(moment('When it last booted.')),
    lastMessageAt: optional(moment('When its last message came.')),
    connectedSince: optional(moment('When its connection was opened.')),
    remoteAddress: optional(text({ examples: ['192.0.2.17'] })),
    lights: optional(
      object<Lights>(
        { link: light, application: light, function: light },
        { description: 'How it is: the connection, its program, its work.' },
      ),
    ),
    evses: list(evseSchema),
    powerW: number({ description: 'Sum over its EVSEs, W.' }),
  }),
);

/** The security profile is a number of four: an enumeration that JSON Schema's `enum` of strings does not give. */
function securityProfile(): Schema<StationView['securityProfile']> {
  return {
    type: 'integer',
    minimum: 0,
    maximum: 3,
    description: 'Security profile of its connection: 0 none, 1 password, 2 TLS, 3 certificates.',
  };
}
