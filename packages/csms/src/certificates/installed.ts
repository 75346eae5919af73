import type { Ocpp21, Version } from '@northbound/protocol';
import type { AnsweredCommand } from '../remote-control/command-book.ts';
import type { CertificateHashView, InstalledCertificatesView } from './views.ts';

type Use = Ocpp21.GetCertificateIdUseEnumType;

const USES_16: readonly Use[] = ['CSMSRootCertificate', 'ManufacturerRootCertificate'];
const USES_201: readonly Use[] = [
  ...USES_16,
  'V2GRootCertificate',
  'MORootCertificate',
  'V2GCertificateChain',
];

/** What a question for all types asks about, in each version. */
const ALL_USES: { readonly [V in Version]: readonly Use[] } = {
  '1.6': USES_16,
  '2.0.1': USES_201,
  '2.1': [...USES_201, 'OEMRootCertificate'],
};

/** Of each type the newest answer to a question that covered it. */
export function installedCertificates(
  answers: readonly AnsweredCommand<'GetInstalledCertificateIds'>[],
): InstalledCertificatesView[] {
  const found = new Map<Use, InstalledCertificatesView>();
  for (const { version, answeredAt, request, answer } of answers) {
    for (const certificateType of request.certificateType ?? ALL_USES[version]) {
      if (found.has(certificateType)) continue;
      const chains = answer.certificateHashDataChain ?? [];
      const certificates = chains
        .filter((chain) => chain.certificateType === certificateType)
        .map(({ certificateHashData, childCertificateHashData }) => ({
          ...hashView(certificateHashData),
          ...(childCertificateHashData === undefined
            ? {}
            : { children: childCertificateHashData.map(hashView) }),
        }));
      found.set(certificateType, { certificateType, reportedAt: answeredAt, certificates });
    }
  }
  return [...found.values()];
}

function hashView(hash: Ocpp21.CertificateHashDataType): CertificateHashView {
  const { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber } = hash;
  return { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber };
}
