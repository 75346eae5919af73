import type { Ocpp16, Ocpp21, Ocpp201 } from '@northbound/protocol';
import { type Core, commit, type StationContext } from '../core.ts';
import type { Notices } from '../notices/notices.ts';
import { epochMsOf } from '../timestamps.ts';
import type { SecurityEvents } from './events.ts';

type SecurityEventNotification =
  | Ocpp16.SecurityEventNotificationRequest
  | Ocpp201.SecurityEventNotificationRequest
  | Ocpp21.SecurityEventNotificationRequest;

/** A04, the same message in all versions (in 1.6 by the security whitepaper). */
export function securityHandlers(core: Core, securityEvents: SecurityEvents) {
  return {
    async SecurityEventNotification(
      { type, timestamp, techInfo }: SecurityEventNotification,
      { station }: StationContext,
    ) {
      const atMs = epochMsOf(timestamp);
      await commit(core, securityEvents.change(station, { type, atMs, techInfo }));
      return {};
    },
  };
}

/** The security whitepaper, A02 and A03; the station asks again later. */
export function signCertificateHandler16(notices: Notices) {
  return {
    async SignCertificate(
      payload: Ocpp16.SignCertificateRequest,
      { station }: StationContext,
    ): Promise<Ocpp16.SignCertificateResponse> {
      await notices.record(station, 'SignCertificate', payload);
      return { status: 'Rejected' };
    },
  };
}

/** A02 and A03: no certificate authority is connected, and the station keeps the certificate it has. */
export function signCertificateHandler2(notices: Notices) {
  return {
    async SignCertificate(
      payload: Ocpp201.SignCertificateRequest | Ocpp21.SignCertificateRequest,
      { station }: StationContext,
    ) {
      await notices.record(station, 'SignCertificate', payload);
      const statusInfo = {
        reasonCode: 'NotEnabled',
        additionalInfo: 'No certificate authority is connected to this CSMS.',
      };
      return { status: 'Rejected', statusInfo } as const;
    },
  };
}
