import type { Ocpp21 } from '@northbound/protocol';
import type { ApiApp, BlockPorts } from '../api/app.ts';
import { choice, integer, list, named, object, optional, text } from '../api/schema.ts';
import { toldProperties, toldRoute } from '../notices/told-routes.ts';
import type { ContractCertificateRequestView } from './views.ts';

const requestSchema = named<ContractCertificateRequestView>(
  'ContractCertificateRequest',
  object({
    ...toldProperties,
    action: choice(['Install', 'Update']),
    iso15118SchemaVersion: text({ examples: ['urn:iso:15118:2:2013:MsgDef'] }),
    exiRequest: text({ description: 'Of the vehicle, EXI in Base64.', examples: ['gJgCAQ=='] }),
    maximumContractCertificateChains: optional(integer({ examples: [2] })),
    prioritizedEMAIDs: optional(list(text({ examples: ['NL-NBD-C00000001-3'] }))),
  }),
);

/** Plug and charge (2.0.1 and 2.1, M). */
export function iso15118Routes(app: ApiApp, ports: BlockPorts): void {
  toldRoute(app, ports, {
    path: 'contract-certificate-requests',
    operationId: 'listContractCertificateRequests',
    summary: 'Contract certificates that vehicles at a station wanted, newest first',
    description:
      'No certificate provider is connected: each was answered with Failed and the reason NotEnabled.',
    tag: 'Plug and charge',
    action: 'Get15118EVCertificate',
    name: 'ContractCertificateRequestPage',
    item: requestSchema,
    view: (
      { customData: _custom, ...rest }: Ocpp21.Get15118EVCertificateRequest,
      told,
    ): ContractCertificateRequestView => ({ ...told, ...rest }),
  });
}
