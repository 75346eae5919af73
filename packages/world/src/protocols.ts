import type { Csms } from '@northbound/csms';
import { ocpp16 } from '@northbound/protocol/ocpp16';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { ocpp201 } from '@northbound/protocol/ocpp201';

/** What every version says. */
export const PROTOCOLS = { '1.6': ocpp16, '2.0.1': ocpp201, '2.1': ocpp21 } as const;

/** What a server speaks, with the handlers of a CSMS. */
export function versionsOf(handlers: Csms['handlers']) {
  return {
    '1.6': { protocol: PROTOCOLS['1.6'], handlers: handlers['1.6'] },
    '2.0.1': { protocol: PROTOCOLS['2.0.1'], handlers: handlers['2.0.1'] },
    '2.1': { protocol: PROTOCOLS['2.1'], handlers: handlers['2.1'] },
  } as const;
}
