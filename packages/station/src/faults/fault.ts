import { isMrec, MRECS, type Mrec } from '@northbound/protocol/tables';
import type { Cause } from '../transactions/causes.ts';

/** What the hardware says of a component that fails. */
export interface FaultReport {
  /** An MREC (`CX002`), a code of 1.6 (`GroundFailure`), or one of the vendor's; ≤ 50 characters. */
  readonly code: string;
  /** For technicians, ≤ 500 characters. */
  readonly techInfo?: string;
  /** Where it shows, when it is not where the standard codes show. */
  readonly component?: FaultPlace;
  readonly connectorId?: number;
  /** The value that left its range. */
  readonly measured?: string;
  /** 0 danger to 9 debug; for vendor codes, 3 when absent. An MREC has its own. */
  readonly severity?: number;
  /** The code of another active fault from which this one follows. */
  readonly causedBy?: string;
}

/** The component and its variable in the device model that tell of a fault. */
export interface FaultPlace {
  readonly name: string;
  readonly variable: string;
}

/** What a fault means for the station (MREC table; severities of 2.1 part 2, N04). */
export interface FaultRule {
  readonly severity: number;
  /** Whether the connectors are Faulted, and nothing is offered, as long as it lasts. */
  readonly blocks: boolean;
  /** Over by itself when the plug is out or the next session begins. */
  readonly isOneOff: boolean;
  /** What happens to the authorization and so to the transaction; undefined where it goes on. */
  readonly ends: Cause | undefined;
  readonly place: FaultPlace;
}

/** An active fault. */
export interface Fault extends Omit<FaultReport, 'component'> {
  /** 0 for the station. */
  readonly evseId: number;
  readonly rule: FaultRule;
}

/** The severest that only warns: below, at 3 and less, nothing can be charged. */
const BLOCKING_SEVERITY = 3;
/** 4 says that the session has failed and that the next may work. */
const ENDING_SEVERITY = 4;

const VENDOR_PLACE: FaultPlace = { name: 'EVSE', variable: 'Problem' };

export function faultRule({ code, severity = 3, component }: FaultReport): FaultRule {
  if (!isMrec(code)) {
    return {
      severity,
      blocks: severity <= BLOCKING_SEVERITY,
      isOneOff: false,
      // Nobody says that it ends the session: the supply waits until it is over.
      ends: undefined,
      place: component ?? VENDOR_PLACE,
    };
  }
  const mrec: Mrec = MRECS[code];
  const isOneOff = mrec.course === 'oneOff';
  return {
    severity: mrec.severity,
    blocks: !isOneOff && mrec.severity <= BLOCKING_SEVERITY,
    isOneOff,
    ends: mrec.severity <= ENDING_SEVERITY ? causeOf(mrec.stoppedReason) : undefined,
    place: component ?? { name: mrec.component, variable: mrec.variable },
  };
}

function causeOf(stoppedReason: string): Cause {
  switch (stoppedReason) {
    case 'GroundFault':
      return 'groundFault';
    case 'OvercurrentFault':
      return 'overcurrentFault';
    case 'EmergencyStop':
      return 'emergencyStopped';
    case 'PowerLoss':
      return 'mainsLost';
    case 'PowerQuality':
      return 'powerQualityPoor';
    default:
      return 'failed';
  }
}
