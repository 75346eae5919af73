import type { Ocpp16, Ocpp21, Ocpp201 } from '@northbound/protocol';
import { ERROR_CODES_16, isMrec, MREC_VENDOR_ID, MRECS } from '@northbound/protocol/tables';
import { mayComeLate } from '../availability/domain.ts';
import { epochMsOf } from '../timestamps.ts';
import {
  type Alert,
  type AlertPlace,
  type AlertReading,
  explanationOf,
  isSamePlace,
} from './alert.ts';
import { problemExplanation } from './explanations.ts';
import type { AlertScheme } from './views.ts';

type EventData = Ocpp201.EventDataType | Ocpp21.EventDataType;
type Opening = Extract<AlertReading, { kind: 'open' }>;

/** Monitors less severe than a warning tell of operation, not of trouble: their events are kept and no alert is made. */
const LEAST_SEVERE_ALERT = 6;

const OPERATIONAL_COMPONENTS: ReadonlySet<string> = new Set([
  'chargingstation',
  'evse',
  'connector',
]);

/**
 * What an event of the device model says of alerts (2.1 part 2, N07; MRECs in `techCode`).
 *
 * @param severity that of its monitor, where the event names none: 2.0.1 has no field for it
 */
export function readEvent(event: EventData, severity: number | undefined): AlertReading[] {
  const place = placeOfEvent(event);
  if (isAvailability(place)) return readAvailability(event, place);
  const found = schemeOf(event, place);
  if (isOver(event)) {
    return [
      {
        kind: 'clear',
        atMs: epochMsOf(event.timestamp),
        mayBeLate: true,
        by: 'station',
        // An end may leave out the code, or name another part of the same problem.
        fits: (alert) =>
          alert.source === 'event' &&
          isSamePlace(alert, place) &&
          (event.techCode === undefined || alert.code === found?.code),
      },
    ];
  }
  if (found === undefined || event.trigger === 'Periodic') return [];
  const opening = openingOf(event, place, found, severity);
  return opening.scheme === 'Monitor' && opening.severity > LEAST_SEVERE_ALERT ? [] : [opening];
}

interface Code {
  readonly scheme: AlertScheme;
  readonly code: string;
}

function schemeOf(event: EventData, place: AlertPlace): Code | undefined {
  const techCode = event.techCode?.trim() ?? '';
  const mrec = techCode.toUpperCase();
  if (isMrec(mrec)) return { scheme: 'MREC', code: mrec };
  if (techCode !== '') return { scheme: 'Vendor', code: techCode };
  const name = `${place.component}.${place.variable}`;
  const isTrue = event.actualValue.toLowerCase() === 'true';
  if (problemExplanation(place.variable) !== undefined && isTrue) {
    return { scheme: 'DeviceModel', code: name };
  }
  return event.trigger === 'Alerting' ? { scheme: 'Monitor', code: name } : undefined;
}

/** Back to normal: it says so, or a variable that is true while something is wrong is false. */
function isOver({ cleared, actualValue, variable }: EventData): boolean {
  if (cleared === true) return true;
  return (
    actualValue.toLowerCase() === 'false' &&
    (problemExplanation(variable.name) !== undefined || variable.name.toLowerCase() === 'active')
  );
}

function openingOf(
  event: EventData,
  place: AlertPlace,
  found: Code,
  severity: number | undefined,
): Opening {
  const own = 'severity' in event ? event.severity : undefined;
  return {
    kind: 'open',
    source: 'event',
    atMs: epochMsOf(event.timestamp),
    mayBeLate: true,
    ...place,
    ...found,
    severity: own ?? severity ?? explanationOf({ ...found, variable: place.variable }).severity,
    value: event.actualValue,
    info: event.techInfo,
    transactionId: event.transactionId,
  };
}

function placeOfEvent({ component, variable }: EventData): AlertPlace {
  return {
    evseId: component.evse?.id,
    connectorId: component.evse?.connectorId,
    component: component.name,
    componentInstance: component.instance,
    variable: variable.name,
    variableInstance: variable.instance,
  };
}

function isAvailability({ component, variable }: AlertPlace): boolean {
  return (
    variable.toLowerCase() === 'availabilitystate' &&
    OPERATIONAL_COMPONENTS.has(component.toLowerCase())
  );
}

function readAvailability(event: EventData, place: AlertPlace): AlertReading[] {
  const told = { atMs: epochMsOf(event.timestamp), mayBeLate: mayComeLate(event) };
  if (event.actualValue !== 'Faulted') return recovered(place, event.actualValue, told);
  const techCode = event.techCode === undefined ? undefined : schemeOf(event, place);
  const faulted = techCode ?? ({ scheme: 'Availability', code: 'Faulted' } as const);
  return [{ ...openingOf(event, place, faulted, undefined), ...told }];
}

/** A status of 2.x that is not Faulted ends that; with the plug out, what the session had is over too. */
function recovered(
  place: AlertPlace,
  state: string,
  told: Pick<AlertReading, 'atMs' | 'mayBeLate'>,
): AlertReading[] {
  const recovery: AlertReading = {
    kind: 'clear',
    ...told,
    by: 'recovery',
    fits: (alert) =>
      (isAvailability(alert) && alert.scheme === 'Availability' && isSamePlace(alert, place)) ||
      (state === 'Available' && isOneOff(alert) && isAt(alert, place)),
  };
  return [recovery];
}

function isOneOff({ scheme, code }: Alert): boolean {
  return scheme === 'MREC' && isMrec(code) && MRECS[code].course === 'oneOff';
}

function isAt(alert: Alert, { evseId, connectorId }: AlertPlace): boolean {
  if (alert.evseId !== evseId) return false;
  return (
    alert.connectorId === undefined ||
    connectorId === undefined ||
    alert.connectorId === connectorId
  );
}

/** StatusNotification of 2.0.1 and 2.1. */
export function readStatus2(
  payload: Ocpp201.StatusNotificationRequest | Ocpp21.StatusNotificationRequest,
): AlertReading[] {
  const { evseId, connectorId, connectorStatus } = payload;
  const atMs = epochMsOf(payload.timestamp);
  const place: AlertPlace = {
    evseId,
    connectorId,
    component: 'Connector',
    componentInstance: undefined,
    variable: 'AvailabilityState',
    variableInstance: undefined,
  };
  if (connectorStatus !== 'Faulted') {
    return recovered(place, connectorStatus, { atMs, mayBeLate: false });
  }
  return [plainOpening(place, { scheme: 'Availability', code: 'Faulted' }, atMs, 'event')];
}

/**
 * StatusNotification of 1.6: its errorCode, or the codes of the maker beside it, MRECs among them; an error without the
 * status Faulted is a warning. NoError ends what the connector had.
 */
export function readStatus16(
  payload: Ocpp16.StatusNotificationRequest,
  atMs: number,
): AlertReading[] {
  const { connectorId, errorCode, status, info } = payload;
  const evseId = connectorId === 0 ? undefined : connectorId;
  const over: AlertReading = {
    kind: 'clear',
    atMs,
    mayBeLate: false,
    by: status === 'Faulted' ? 'station' : 'recovery',
    fits: (alert) => alert.source === 'status' && alert.evseId === evseId,
  };
  const codes = codesOf16(payload);
  if (errorCode === 'NoError' && codes.length === 0) {
    if (status !== 'Faulted') return [over];
    const faulted = { scheme: 'Availability', code: 'Faulted' } as const;
    return [over, plainOpening(placeOf16(evseId, 'OtherError'), faulted, atMs, 'status')];
  }
  return codes.map((found) => {
    const place = isMrec(found.code)
      ? { ...placeOf16(evseId, 'OtherError'), ...pick(MRECS[found.code]) }
      : placeOf16(evseId, errorCode);
    const opening = plainOpening(place, found, atMs, 'status');
    const severity = status === 'Faulted' ? Math.min(opening.severity, 3) : opening.severity;
    return { ...opening, severity, info };
  });
}

const pick = ({ component, variable }: { component: string; variable: string }) => ({
  component,
  variable,
});

/** EVgo's and others' lists come with commas. */
function codesOf16({
  errorCode,
  vendorId,
  vendorErrorCode = '',
}: Ocpp16.StatusNotificationRequest): Code[] {
  const own = vendorErrorCode
    .split(',')
    .map((code) => code.trim())
    .filter((code) => code !== '');
  const mrecs = own.map((code) => code.toUpperCase()).filter(isMrec);
  if (mrecs.length > 0) return mrecs.map((code) => ({ scheme: 'MREC', code }));
  if (errorCode === 'NoError') return [];
  // A code of the maker is more exact than `OtherError`; beside another errorCode it is a remark.
  const isVendors = errorCode === 'OtherError' && vendorId !== MREC_VENDOR_ID && own.length > 0;
  if (isVendors) return own.map((code) => ({ scheme: 'Vendor', code }));
  return [{ scheme: 'OCPP16', code: errorCode }];
}

function placeOf16(
  evseId: number | undefined,
  errorCode: Ocpp16.StatusNotificationRequest['errorCode'],
): AlertPlace {
  const known = errorCode === 'NoError' ? ERROR_CODES_16.OtherError : ERROR_CODES_16[errorCode];
  return {
    evseId,
    connectorId: evseId === undefined ? undefined : 1,
    component: known.component,
    componentInstance: undefined,
    variable: known.variable,
    variableInstance: undefined,
  };
}

function plainOpening(
  place: AlertPlace,
  found: Code,
  atMs: number,
  source: Opening['source'],
): Opening {
  return {
    kind: 'open',
    source,
    atMs,
    mayBeLate: false,
    ...place,
    ...found,
    severity: explanationOf({ ...found, variable: place.variable }).severity,
    value: undefined,
    info: undefined,
    transactionId: undefined,
  };
}
