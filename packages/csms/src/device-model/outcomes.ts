import type { Ocpp21 } from '@northbound/protocol';

/** What came of a desired value. */
export type DesiredStatus =
  /** Not sent yet, or the answer did not come: sent when the station returns. */
  | 'Waiting'
  | Ocpp21.SetVariableStatusEnumType
  /** 1.6: the station does not know the key. */
  | 'NotSupported'
  /** The station answered the whole message with a CALLERROR, or no message of its version can carry the value. */
  | 'Refused'
  /** No message of the station's version can set it. */
  | 'NotSettable';

/** In plain words, for who set the value. */
export const STATUS_TEXTS: Readonly<Record<DesiredStatus, string>> = {
  Waiting: 'Not applied yet: it is sent as soon as the station can take it.',
  Accepted: 'The station has taken the value.',
  RebootRequired: 'The station has taken the value; it works after the next reboot.',
  Rejected: 'The station refuses: read-only, out of its range, or not a value of this kind.',
  UnknownComponent: 'The station has no such component.',
  UnknownVariable: 'The component has no such variable.',
  NotSupportedAttributeType: 'The variable has no such attribute (Target, MinSet, MaxSet).',
  NotSupported: 'The station does not know this configuration key.',
  Refused: 'Nothing was set: the station answered with an error, or its version cannot be told it.',
  NotSettable: 'OCPP 1.6 has no configuration key for this variable.',
};

/** Whether the station has it now, or will have it after a reboot. */
export function isTaken(status: DesiredStatus): boolean {
  return status === 'Accepted' || status === 'RebootRequired';
}
