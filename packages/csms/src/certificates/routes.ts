import type { Ocpp16, Ocpp21 } from '@northbound/protocol';
import type { ApiApp, BlockPorts } from '../api/app.ts';
import { items } from '../api/common-schemas.ts';
import { stationPath } from '../api/parameters.ts';
import { choice, integer, list, moment, named, object, optional, text } from '../api/schema.ts';
import { toldProperties, toldRoute } from '../notices/told-routes.ts';
import { installedCertificates } from './installed.ts';
import type {
  CertificateHashView,
  InstalledCertificatesView,
  InstalledCertificateView,
  SigningRequestView,
} from './views.ts';

const hashProperties = {
  hashAlgorithm: choice(['SHA256', 'SHA384', 'SHA512']),
  issuerNameHash: text({ examples: ['2fb1b5c8'] }),
  issuerKeyHash: text({ examples: ['9c0e7a11'] }),
  serialNumber: text({ examples: ['3b5a2'] }),
};

const installedSchema = named<InstalledCertificatesView>(
  'InstalledCertificates',
  object({
    certificateType: choice([
      'V2GRootCertificate',
      'MORootCertificate',
      'CSMSRootCertificate',
      'V2GCertificateChain',
      'ManufacturerRootCertificate',
      'OEMRootCertificate',
    ]),
    reportedAt: moment('When the station said it.'),
    certificates: list(
      object<InstalledCertificateView>({
        ...hashProperties,
        children: optional(
          list(object<CertificateHashView>(hashProperties), {
            description: 'Of a chain: those below it.',
          }),
        ),
      }),
      { description: 'Empty when it said that it has none.' },
    ),
  }),
);

const signingRequestSchema = named<SigningRequestView>(
  'SigningRequest',
  object({
    ...toldProperties,
    csr: text({
      description: 'PKCS #10 in PEM.',
      examples: ['-----BEGIN CERTIFICATE REQUEST-----…'],
    }),
    certificateType: choice(['ChargingStationCertificate', 'V2GCertificate', 'V2G20Certificate']),
    requestId: optional(integer({ description: 'Of 2.1.', examples: [7] })),
  }),
);

const tag = 'Certificates';

/** Certificates at stations: what they hold (M03), and what they want signed (A02, A03). */
export function certificateRoutes(app: ApiApp, ports: BlockPorts): void {
  app.get(
    '/stations/:id/certificates',
    {
      config: { role: 'viewer' },
      schema: {
        operationId: 'listInstalledCertificates',
        summary: 'Certificates that a station said it holds, type by type',
        description:
          'From its last answers to `getInstalledCertificateIds`, which asks anew; types that it was never asked about are absent.',
        tags: [tag],
        params: stationPath,
        response: { 200: items(installedSchema) },
      },
    },
    async (request) => {
      const { commandBook } = ports.blocks;
      const answers = await commandBook.answers(request.params.id, 'GetInstalledCertificateIds');
      return { items: installedCertificates(answers) };
    },
  );

  toldRoute(app, ports, {
    path: 'signing-requests',
    operationId: 'listSigningRequests',
    summary: 'Certificates that a station asked to be signed, newest first',
    description:
      'What an authority signs goes to the station as the command `certificateSigned`. Without one each request is answered with Rejected, and the station keeps the certificate it has.',
    tag,
    action: 'SignCertificate',
    name: 'SigningRequestPage',
    item: signingRequestSchema,
    view: signingRequestView,
  });
}

function signingRequestView(
  payload: Ocpp16.SignCertificateRequest | Ocpp21.SignCertificateRequest,
  told: Pick<SigningRequestView, 'id' | 'at' | 'receivedAt'>,
): SigningRequestView {
  const { csr } = payload;
  const usual = 'ChargingStationCertificate';
  if (!('certificateType' in payload || 'requestId' in payload))
    return { ...told, csr, certificateType: usual };
  const { certificateType = usual, requestId } = payload;
  return { ...told, csr, certificateType, ...(requestId === undefined ? {} : { requestId }) };
}
