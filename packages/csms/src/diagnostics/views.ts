import type { Ocpp21 } from '@northbound/protocol';
import type { Timestamp } from '../views.ts';

/** Something that happened at a station, told by NotifyEvent. */
export interface DeviceEventView {
  readonly id: number;
  readonly stationId: string;
  /** When it happened, as the station says. */
  readonly at: Timestamp;
  readonly receivedAt: Timestamp;
  /** The station's own number: `cause` of other events refers to it. */
  readonly eventId?: number;
  readonly component: string;
  readonly componentInstance?: string;
  readonly evseId?: number;
  readonly connectorId?: number;
  readonly variable: string;
  readonly variableInstance?: string;
  readonly value: string;
  readonly trigger?: Ocpp21.EventTriggerEnumType;
  readonly notificationType?: Ocpp21.EventNotificationEnumType;
  /** Back to normal. */
  readonly cleared?: boolean;
  /** 0 (danger) to 9 (debug). */
  readonly severity?: number;
  /** `eventId` of the event that caused it. */
  readonly cause?: number;
  readonly transactionId?: string;
  readonly techCode?: string;
  readonly techInfo?: string;
  /** The monitor that fired. */
  readonly monitorId?: number;
}
