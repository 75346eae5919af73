import type { Ocpp16, Ocpp21, Ocpp201 } from '@northbound/protocol';
import type { StationContext } from '../core.ts';
import type { Notices } from '../notices/notices.ts';

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
