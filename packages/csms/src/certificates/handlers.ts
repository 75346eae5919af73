import type { Ocpp16, Ocpp21, Ocpp201 } from '@northbound/protocol';
import type { StationContext } from '../core.ts';
import type { Signing } from './signing.ts';

/** The security whitepaper, A02 and A03; without an authority the station keeps the certificate it has. */
export function signCertificateHandler16(signing: Signing) {
  return {
    async SignCertificate(
      payload: Ocpp16.SignCertificateRequest,
      { station }: StationContext,
    ): Promise<Ocpp16.SignCertificateResponse> {
      return { status: (await signing.requested(station, payload)) ? 'Accepted' : 'Rejected' };
    },
  };
}

/** A02.FR.11 and .12, and A03. */
export function signCertificateHandler2(signing: Signing) {
  return {
    async SignCertificate(
      payload: Ocpp201.SignCertificateRequest | Ocpp21.SignCertificateRequest,
      { station }: StationContext,
    ) {
      if (await signing.requested(station, payload)) return { status: 'Accepted' } as const;
      const statusInfo = {
        reasonCode: 'NotEnabled',
        additionalInfo: 'No certificate authority is connected that signs this.',
      };
      return { status: 'Rejected', statusInfo } as const;
    },
  };
}
