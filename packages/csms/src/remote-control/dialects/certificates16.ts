import type { Ocpp16, Ocpp21, Request } from '@northbound/protocol';
import { type Plan, plan, step, unsupported } from '../plan.ts';
import type { CommandAnswer } from '../sending.ts';

type Installed = CommandAnswer<'GetInstalledCertificateIds'>;
type Use = Ocpp21.GetCertificateIdUseEnumType | Ocpp21.InstallCertificateUseEnumType;

/** Whitepaper edition 3, 6.4: two kinds of roots, and nothing of ISO 15118. */
const USES: { readonly [U in Use]?: Ocpp16.InstallCertificateRequest['certificateType'] } = {
  CSMSRootCertificate: 'CentralSystemRootCertificate',
  ManufacturerRootCertificate: 'ManufacturerRootCertificate',
};

function use16(use: Use): Ocpp16.InstallCertificateRequest['certificateType'] {
  return USES[use] ?? unsupported(`OCPP 1.6 has no certificates of the kind ${use}.`);
}

/** Whitepaper edition 3, 5.1. */
export function certificateSigned16({
  certificateChain,
  certificateType = 'ChargingStationCertificate',
}: Request<'2.1', 'CertificateSigned'>): Plan<CommandAnswer<'CertificateSigned'>> {
  if (certificateType !== 'ChargingStationCertificate')
    unsupported(`OCPP 1.6 has no certificates of the kind ${certificateType}.`);
  return {
    steps: [step('1.6', 'CertificateSigned', { certificateChain }, ({ status }) => ({ status }))],
  };
}

/** Whitepaper edition 3, 5.11. */
export function installCertificate16({
  certificateType,
  certificate,
}: Request<'2.1', 'InstallCertificate'>): Plan<CommandAnswer<'InstallCertificate'>> {
  const payload = { certificateType: use16(certificateType), certificate };
  return { steps: [step('1.6', 'InstallCertificate', payload, ({ status }) => ({ status }))] };
}

/** Whitepaper edition 3, 5.3. */
export function deleteCertificate16({
  certificateHashData,
}: Request<'2.1', 'DeleteCertificate'>): Plan<CommandAnswer<'DeleteCertificate'>> {
  return {
    steps: [
      step('1.6', 'DeleteCertificate', { certificateHashData }, ({ status }) => ({ status })),
    ],
  };
}

/** Whitepaper edition 3, 5.8: one kind at a time, so that all kinds are two questions. */
export function installedCertificates16({
  certificateType = ['CSMSRootCertificate', 'ManufacturerRootCertificate'],
}: Request<'2.1', 'GetInstalledCertificateIds'>): Plan<Installed> {
  return plan(
    certificateType.map((use) =>
      step('1.6', 'GetInstalledCertificateIds', { certificateType: use16(use) }, (answer) =>
        installed(use, answer),
      ),
    ),
    (earlier, later) => {
      const chains = [
        ...(earlier.certificateHashDataChain ?? []),
        ...(later.certificateHashDataChain ?? []),
      ];
      return chains.length === 0
        ? { status: 'NotFound' }
        : { status: 'Accepted', certificateHashDataChain: chains };
    },
  );
}

function installed(
  certificateType: Ocpp21.GetCertificateIdUseEnumType,
  { status, certificateHashData = [] }: Ocpp16.GetInstalledCertificateIdsResponse,
): Installed {
  if (certificateHashData.length === 0) return { status };
  return {
    status,
    certificateHashDataChain: certificateHashData.map((hash) => ({
      certificateType,
      certificateHashData: hash,
    })),
  };
}
