import { ocpp16 } from '@northbound/protocol/ocpp16';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { ocpp201 } from '@northbound/protocol/ocpp201';

/** What every version says. */
export const PROTOCOLS = { '1.6': ocpp16, '2.0.1': ocpp201, '2.1': ocpp21 } as const;
