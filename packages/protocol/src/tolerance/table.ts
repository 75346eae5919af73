import type { Violation } from '../validation/explain.ts';
import type { Version } from '../version.ts';
import type { LeniencyKind } from './leniency.ts';
import {
  cutText,
  dropEmptyList,
  dropEmptyText,
  dropItemWithEmptyList,
  dropItemWithUnknown,
  dropNull,
  dropUnknownField,
  primitiveToText,
  type Repair,
  readAlias,
  readAs,
  readMisspelled,
  rewriteTimestamp,
  roundFraction,
  textToPrimitive,
} from './repairs.ts';

/** One thing we forgive: where, and what we make of it. */
export interface ToleranceRow {
  readonly versions: readonly Version[];
  /** Name of the action, or `*`. */
  readonly action: string;
  readonly kind: 'request' | 'response' | '*';
  /** Exact paths, with `[*]` for any index; `**` is any place, `**.name` any field of that name. */
  readonly paths: readonly string[];
  readonly leniency: LeniencyKind;
  readonly repair: (violation: Violation, value: unknown) => Repair | undefined;
}

const V16: readonly Version[] = ['1.6'];
const V2: readonly Version[] = ['2.0.1', '2.1'];
const ALL: readonly Version[] = [...V16, ...V2];

const fields = (parent: string, names: string): readonly string[] =>
  names.split(' ').map((name) => `${parent}.${name}`);

/** Where sampled values stand: in MeterValues of all versions, TransactionEvent, and StopTransaction of 1.6. */
const sampledValue = (names: string): readonly string[] => [
  ...fields('$.meterValue[*].sampledValue[*]', names),
  ...fields('$.transactionData[*].sampledValue[*]', names),
];

/**
 * The tolerance table; the first row that fits a violation repairs it.
 *
 * What is NOT in it, on purpose: a token that is too long (cut, it may be somebody else's), missing required
 * fields, unknown states and unknown trigger reasons (every stand-in would be a claim), signed meter data
 * (cut, its signature is void).
 */
export const TOLERANCES: readonly ToleranceRow[] = [
  // Schneider EVlink: serial numbers of 26 and 34 characters (mobilityhouse/ocpp #122, #273; lbbrhzn/ocpp #1622).
  // SteVe took 255 for every field of the message because so many vendors did it (steve #1259).
  {
    versions: V16,
    action: 'BootNotification',
    kind: 'request',
    paths: fields(
      '$',
      'chargePointVendor chargePointModel chargePointSerialNumber chargeBoxSerialNumber firmwareVersion iccid imsi meterType meterSerialNumber',
    ),
    leniency: 'overlongText',
    repair: cutText,
  },
  {
    versions: V2,
    action: 'BootNotification',
    kind: 'request',
    paths: [
      ...fields('$.chargingStation', 'serialNumber model vendorName firmwareVersion'),
      ...fields('$.chargingStation.modem', 'iccid imsi'),
    ],
    leniency: 'overlongText',
    repair: cutText,
  },
  // Free text for humans: firmware puts whole log lines into it.
  {
    versions: V16,
    action: 'StatusNotification',
    kind: 'request',
    paths: fields('$', 'info vendorId vendorErrorCode'),
    leniency: 'overlongText',
    repair: cutText,
  },
  {
    versions: V16,
    action: 'GetConfiguration',
    kind: 'response',
    paths: ['$.configurationKey[*].value'],
    leniency: 'overlongText',
    repair: cutText,
  },
  {
    versions: V2,
    action: '*',
    kind: '*',
    paths: ['**.additionalInfo', '**.techInfo', '**.reasonCode'],
    leniency: 'overlongText',
    repair: cutText,
  },

  // Legrand GreenUp sends the errorCode "Error" (lbbrhzn/ocpp #1248); others their own codes.
  {
    versions: V16,
    action: 'StatusNotification',
    kind: 'request',
    paths: ['$.errorCode'],
    leniency: 'misspelledValue',
    repair: readMisspelled,
  },
  {
    versions: V16,
    action: 'StatusNotification',
    kind: 'request',
    paths: ['$.errorCode'],
    leniency: 'unknownValue',
    repair: readAs('OtherError'),
  },

  // "" instead of nothing: date-times (EVerest/libocpp #678, #808), enumerations.
  {
    versions: ALL,
    action: '*',
    kind: '*',
    paths: ['**'],
    leniency: 'emptyField',
    repair: dropEmptyText,
  },
  // The 1.6 schemas once read `Celcius`; OpenEVSE sent "C" (openevse_esp32_firmware #726), others "%" or "Hertz",
  // for which 1.6 has no unit. A Frequency needs none.
  {
    versions: V16,
    action: '*',
    kind: 'request',
    paths: sampledValue('unit'),
    leniency: 'misspelledValue',
    repair: readAlias({
      C: 'Celsius',
      '°C': 'Celsius',
      F: 'Fahrenheit',
      '°F': 'Fahrenheit',
      '%': 'Percent',
      Hertz: undefined,
      Hz: undefined,
    }),
  },
  // Case and punctuation: `kwh`, `Deauthorized`, `L1N`, `EvCommunicationError`.
  {
    versions: ALL,
    action: '*',
    kind: '*',
    paths: ['**'],
    leniency: 'misspelledValue',
    repair: readMisspelled,
  },
  // A sample we cannot name must not take the others of its message with it (lbbrhzn/ocpp #1627), and a unit
  // or phase must not be guessed: without its unit an energy would be taken for Wh.
  {
    versions: ALL,
    action: '*',
    kind: 'request',
    paths: sampledValue('context'),
    leniency: 'unknownValue',
    repair: readAs('Other'),
  },
  {
    versions: ALL,
    action: '*',
    kind: 'request',
    paths: sampledValue('measurand unit phase location format'),
    leniency: 'unknownValue',
    repair: dropItemWithUnknown,
  },
  {
    versions: V16,
    action: 'StopTransaction',
    kind: 'request',
    paths: ['$.reason'],
    leniency: 'unknownValue',
    repair: readAs('Other'),
  },
  {
    versions: V2,
    action: 'TransactionEvent',
    kind: 'request',
    paths: ['$.transactionInfo.stoppedReason'],
    leniency: 'unknownValue',
    repair: readAs('Other'),
  },

  // StatusNotification with "info": null (mobilityhouse/ocpp #296).
  {
    versions: ALL,
    action: '*',
    kind: '*',
    paths: ['**'],
    leniency: 'nullField',
    repair: dropNull,
  },
  // Vendors' own fields, although the errata of 1.6 and `customData` of 2.x forbid them.
  {
    versions: ALL,
    action: '*',
    kind: '*',
    paths: ['**'],
    leniency: 'unknownField',
    repair: dropUnknownField,
  },
  // A periodic MeterValues with nothing sampled yet (lbbrhzn/ocpp #466).
  {
    versions: ALL,
    action: '*',
    kind: 'request',
    paths: ['$.meterValue[*].sampledValue', '$.transactionData[*].sampledValue'],
    leniency: 'emptyList',
    repair: dropItemWithEmptyList,
  },
  {
    versions: ALL,
    action: '*',
    kind: '*',
    paths: ['**'],
    leniency: 'emptyList',
    repair: dropEmptyList,
  },

  // OpenEVSE sends 1.6 values as numbers (openevse_esp32_firmware #335, lbbrhzn/ocpp #210); 2.x asks for numbers
  // and gets texts from ported 1.6 firmware.
  {
    versions: ALL,
    action: '*',
    kind: 'request',
    paths: sampledValue('value'),
    leniency: 'wrongPrimitive',
    repair: primitiveToText,
  },
  {
    versions: ALL,
    action: '*',
    kind: 'request',
    paths: sampledValue('value'),
    leniency: 'wrongPrimitive',
    repair: textToPrimitive,
  },
  // NumberOfConnectors as a number (mobilityhouse/ocpp #707).
  {
    versions: V16,
    action: 'GetConfiguration',
    kind: 'response',
    paths: ['$.configurationKey[*].value'],
    leniency: 'wrongPrimitive',
    repair: primitiveToText,
  },
  {
    versions: V16,
    action: 'GetConfiguration',
    kind: 'response',
    paths: ['$.configurationKey[*].readonly'],
    leniency: 'wrongPrimitive',
    repair: textToPrimitive,
  },
  {
    versions: V2,
    action: '*',
    kind: '*',
    paths: ['$.getVariableResult[*].attributeValue', '$.reportData[*].variableAttribute[*].value'],
    leniency: 'wrongPrimitive',
    repair: primitiveToText,
  },
  {
    versions: V16,
    action: 'BootNotification',
    kind: 'request',
    paths: fields(
      '$',
      'chargePointSerialNumber chargeBoxSerialNumber firmwareVersion iccid imsi meterSerialNumber',
    ),
    leniency: 'wrongPrimitive',
    repair: primitiveToText,
  },
  {
    versions: V16,
    action: '*',
    kind: 'request',
    paths: fields('$', 'connectorId transactionId reservationId meterStart meterStop'),
    leniency: 'wrongPrimitive',
    repair: textToPrimitive,
  },
  // Meters interpolate and forget to round (ocpp-cp-simulator #83): refusing would leave the transaction open.
  {
    versions: V16,
    action: '*',
    kind: 'request',
    paths: fields('$', 'meterStart meterStop'),
    leniency: 'fractionalInteger',
    repair: roundFraction,
  },
  // Growatt THOR: no offset at all (evcc #10399); Monta's emulator: "+02" (ocpp-emulator #5, #53).
  {
    versions: ALL,
    action: '*',
    kind: '*',
    paths: ['**'],
    leniency: 'looseTimestamp',
    repair: rewriteTimestamp,
  },
];
