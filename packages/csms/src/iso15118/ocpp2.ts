import type { Ocpp21, Ocpp201 } from '@northbound/protocol';
import type { Core, StationContext } from '../core.ts';
import type { Notices } from '../notices/notices.ts';
import { timestampOf } from '../timestamps.ts';

type Get15118EVCertificate =
  | Ocpp201.Get15118EVCertificateRequest
  | Ocpp21.Get15118EVCertificateRequest;
type GetCertificateStatus =
  | Ocpp201.GetCertificateStatusRequest
  | Ocpp21.GetCertificateStatusRequest;

/** What a CSMS without a pool of contract certificates, and without a way to OCSP responders, says. */
const NOT_CONNECTED = {
  reasonCode: 'NotEnabled',
  additionalInfo: 'No certificate provider is connected to this CSMS.',
} as const;

/** 2.0.1 and 2.1: M01, M02 and M06. */
export function iso15118Handlers2(notices: Notices) {
  return {
    async Get15118EVCertificate(payload: Get15118EVCertificate, { station }: StationContext) {
      await notices.record(station, 'Get15118EVCertificate', payload);
      return { status: 'Failed', exiResponse: '', statusInfo: NOT_CONNECTED } as const;
    },
    async GetCertificateStatus(payload: GetCertificateStatus, { station }: StationContext) {
      await notices.record(station, 'GetCertificateStatus', payload);
      // M06.FR.04: the station may ask the responder itself.
      return { status: 'Failed', statusInfo: NOT_CONNECTED } as const;
    },
  };
}

/** When a station may ask again for a status that could not be found out. */
const ASK_AGAIN_AFTER_MS = 3_600_000;

/** 2.1: M07. */
export function iso15118Handlers21(core: Core, notices: Notices) {
  return {
    async GetCertificateChainStatus(
      payload: Ocpp21.GetCertificateChainStatusRequest,
      { station }: StationContext,
    ): Promise<Ocpp21.GetCertificateChainStatusResponse> {
      await notices.record(station, 'GetCertificateChainStatus', payload);
      const nextUpdate = timestampOf(core.clock.epochMs() + ASK_AGAIN_AFTER_MS);
      return {
        certificateStatus: payload.certificateStatusRequests.map(
          ({ certificateHashData, source }) => ({
            certificateHashData,
            source,
            status: 'Failed',
            nextUpdate,
          }),
        ),
      };
    },
  };
}
