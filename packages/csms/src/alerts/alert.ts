import { isMrec, MRECS } from '@northbound/protocol/tables';
import { timestampOf } from '../timestamps.ts';
import {
  type Explanation,
  errorCode16Explanation,
  faultedExplanation,
  monitorExplanation,
  mrecExplanation,
  problemExplanation,
  vendorExplanation,
} from './explanations.ts';
import type { AlertScheme, AlertView } from './views.ts';

/** Which kind of message tells of an alert; the same kind tells of its end. */
type AlertSource = 'event' | 'status';

/** Where at a station; undefined for the station as a whole. */
export interface AlertPlace {
  readonly evseId: number | undefined;
  readonly connectorId: number | undefined;
  readonly component: string;
  readonly componentInstance: string | undefined;
  readonly variable: string;
  readonly variableInstance: string | undefined;
}

export interface Alert extends AlertPlace {
  readonly id: number;
  readonly stationId: string;
  readonly source: AlertSource;
  readonly scheme: AlertScheme;
  readonly code: string;
  readonly severity: number;
  readonly value: string | undefined;
  readonly info: string | undefined;
  readonly transactionId: string | undefined;
  readonly openedAtMs: number;
  readonly updatedAtMs: number;
  readonly occurrences: number;
  readonly clearedAtMs: number | undefined;
  readonly clearedBy: 'station' | 'recovery' | 'operator' | undefined;
  readonly acknowledgedAtMs: number | undefined;
  readonly acknowledgedBy: string | undefined;
  readonly note: string | undefined;
  readonly vendor: string | undefined;
  readonly model: string | undefined;
  readonly firmwareVersion: string | undefined;
}

interface Told {
  readonly atMs: number;
  /** Whether it may come after others that are newer; else the order of arrival counts, as for states of connectors. */
  readonly mayBeLate: boolean;
}

/** What a message says of an alert. */
export type AlertReading =
  | ({ readonly kind: 'open' } & Told &
      Pick<
        Alert,
        | keyof AlertPlace
        | 'source'
        | 'scheme'
        | 'code'
        | 'severity'
        | 'value'
        | 'info'
        | 'transactionId'
      >)
  /** Those that fit are over. */
  | ({
      readonly kind: 'clear';
      readonly by: 'station' | 'recovery';
      readonly fits: (alert: Alert) => boolean;
    } & Told);

/** One open record for each code at each place of a station. */
export function identityOf(alert: AlertPlace & Pick<Alert, 'code' | 'source'>): string {
  return JSON.stringify([alert.source, alert.code, ...placeOf(alert)]);
}

export function isSamePlace(a: AlertPlace, b: AlertPlace): boolean {
  return JSON.stringify(placeOf(a)) === JSON.stringify(placeOf(b));
}

function placeOf(place: AlertPlace): unknown[] {
  return [
    place.evseId ?? 0,
    place.connectorId ?? 0,
    place.component.toLowerCase(),
    place.componentInstance?.toLowerCase() ?? '',
    place.variable.toLowerCase(),
    place.variableInstance?.toLowerCase() ?? '',
  ];
}

export function explanationOf({
  scheme,
  code,
  variable,
}: Pick<Alert, 'scheme' | 'code' | 'variable'>): Explanation {
  switch (scheme) {
    case 'MREC':
      return isMrec(code) ? mrecExplanation(code) : vendorExplanation();
    case 'OCPP16':
      return errorCode16Explanation(code);
    case 'Vendor':
      return vendorExplanation();
    case 'DeviceModel':
      return problemExplanation(variable) ?? vendorExplanation();
    case 'Monitor':
      return monitorExplanation();
    case 'Availability':
      return faultedExplanation();
  }
}

export function nameOf(code: string): string {
  return isMrec(code) ? MRECS[code].name : code;
}

export function alertView(alert: Alert): AlertView {
  const { happened, actors, helps } = explanationOf(alert);
  return {
    id: alert.id,
    stationId: alert.stationId,
    scheme: alert.scheme,
    code: alert.code,
    name: nameOf(alert.code),
    severity: alert.severity,
    ...(alert.evseId === undefined ? {} : { evseId: alert.evseId }),
    ...(alert.connectorId === undefined ? {} : { connectorId: alert.connectorId }),
    component: alert.component,
    variable: alert.variable,
    ...(alert.value === undefined ? {} : { value: alert.value }),
    ...(alert.info === undefined ? {} : { info: alert.info }),
    ...(alert.transactionId === undefined ? {} : { transactionId: alert.transactionId }),
    openedAt: timestampOf(alert.openedAtMs),
    updatedAt: timestampOf(alert.updatedAtMs),
    occurrences: alert.occurrences,
    ...(alert.clearedAtMs === undefined ? {} : { clearedAt: timestampOf(alert.clearedAtMs) }),
    ...(alert.clearedBy === undefined ? {} : { clearedBy: alert.clearedBy }),
    ...(alert.acknowledgedAtMs === undefined
      ? {}
      : { acknowledgedAt: timestampOf(alert.acknowledgedAtMs) }),
    ...(alert.acknowledgedBy === undefined ? {} : { acknowledgedBy: alert.acknowledgedBy }),
    ...(alert.note === undefined ? {} : { note: alert.note }),
    ...(alert.vendor === undefined ? {} : { vendor: alert.vendor }),
    ...(alert.model === undefined ? {} : { model: alert.model }),
    ...(alert.firmwareVersion === undefined ? {} : { firmwareVersion: alert.firmwareVersion }),
    happened,
    actors,
    helps,
  };
}
