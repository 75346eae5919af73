import type { Ocpp201 } from '@northbound/protocol';
import type { Certificates } from '../certificates/certificates.ts';

/** GetInstalledCertificateIds of 2.0.1, which has no word for the roots of vehicles' makers. */
export async function installedCertificates201(
  certificates: Certificates,
  types: readonly Ocpp201.GetCertificateIdUseEnumType[] = TYPES_201,
): Promise<Ocpp201.GetInstalledCertificateIdsResponse> {
  const { certificateHashDataChain = [] } = await certificates.installed(types);
  const chains = certificateHashDataChain.flatMap(({ certificateType, certificateHashData }) => {
    const known = TYPES_201.find((type) => type === certificateType);
    return known === undefined ? [] : [{ certificateType: known, certificateHashData }];
  });
  return chains.length === 0
    ? { status: 'NotFound' }
    : { status: 'Accepted', certificateHashDataChain: chains };
}

const TYPES_201: readonly Ocpp201.GetCertificateIdUseEnumType[] = [
  'CSMSRootCertificate',
  'ManufacturerRootCertificate',
  'MORootCertificate',
  'V2GCertificateChain',
  'V2GRootCertificate',
];
