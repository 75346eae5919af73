import type { Ocpp16 } from '@northbound/protocol';
import type { Certificates } from '../../certificates/certificates.ts';

const TYPES = {
  CentralSystemRootCertificate: 'CSMSRootCertificate',
  ManufacturerRootCertificate: 'ManufacturerRootCertificate',
} as const satisfies Record<Ocpp16.CertificateUseEnumType, string>;

/** InstallCertificate (1.6 whitepaper, M05). */
export async function installCertificate16(
  certificates: Certificates,
  { certificateType, certificate }: Ocpp16.InstallCertificateRequest,
): Promise<Ocpp16.InstallCertificateResponse> {
  const request = { certificateType: TYPES[certificateType], certificate };
  return { status: (await certificates.install(request)).status };
}

/** GetInstalledCertificateIds (1.6 whitepaper, M03). */
export async function installedCertificates16(
  certificates: Certificates,
  certificateType: Ocpp16.CertificateUseEnumType,
): Promise<Ocpp16.GetInstalledCertificateIdsResponse> {
  const { status, certificateHashDataChain = [] } = await certificates.installed([
    TYPES[certificateType],
  ]);
  if (status === 'NotFound') return { status };
  return {
    status,
    certificateHashData: certificateHashDataChain.map(
      ({ certificateHashData: { customData: _, ...hash } }) => hash,
    ),
  };
}
