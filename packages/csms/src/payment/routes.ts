import type { Ocpp21 } from '@northbound/protocol';
import type { ApiApp, BlockPorts } from '../api/app.ts';
import { evseNumber } from '../api/common-schemas.ts';
import { anyJson, choice, named, number, object, optional, text } from '../api/schema.ts';
import { toldProperties, toldRoute } from '../notices/told-routes.ts';
import type { SettlementView, VatValidationView } from './views.ts';

const settlementSchema = named<SettlementView>(
  'Settlement',
  object({
    ...toldProperties,
    transactionId: optional(
      text({
        description: 'As on the wire; absent when the payment ended before a transaction began.',
        examples: ['6a3f1b90'],
      }),
    ),
    pspRef: text({
      description: 'Reference of the payment service; the idToken of its transaction.',
      examples: ['PSP-2026-000817'],
    }),
    status: choice(['Settled', 'Canceled', 'Rejected', 'Failed']),
    statusInfo: optional(text({ examples: ['Card declined'] })),
    amount: number({
      description: 'What was settled, or tried to be, in the currency of the terminal.',
      examples: [12.4],
    }),
    receiptId: optional(text({ examples: ['R-1234'] })),
    receiptUrl: optional(text({ examples: ['https://receipts.example.com/R-1234'] })),
    vatNumber: optional(text({ examples: ['NL123456789B01'] })),
    vatCompany: optional(anyJson({ description: 'AddressType, as it came.' })),
  }),
);

const vatValidationSchema = named<VatValidationView>(
  'VatValidation',
  object({
    ...toldProperties,
    vatNumber: text({ examples: ['NL123456789B01'] }),
    evseId: optional(evseNumber),
  }),
);

const tag = 'Payment';

/** Payments at the terminals of stations (2.1, C18 to C23). */
export function paymentRoutes(app: ApiApp, ports: BlockPorts): void {
  toldRoute(app, ports, {
    path: 'settlements',
    operationId: 'listSettlements',
    summary: 'Payments at the terminal of a station and what came of them, newest first',
    tag,
    action: 'NotifySettlement',
    name: 'SettlementPage',
    item: settlementSchema,
    view: (payload: Ocpp21.NotifySettlementRequest, told): SettlementView => {
      const { settlementAmount, settlementTime: _at, customData: _custom, ...rest } = payload;
      return { ...told, ...rest, amount: settlementAmount };
    },
  });
  toldRoute(app, ports, {
    path: 'vat-validations',
    operationId: 'listVatValidations',
    summary: 'VAT numbers that a station asked about, newest first',
    description:
      'No register of VAT numbers is connected: each was answered with Rejected and the reason NotEnabled.',
    tag,
    action: 'VatNumberValidation',
    name: 'VatValidationPage',
    item: vatValidationSchema,
    view: ({ customData: _custom, ...rest }: Ocpp21.VatNumberValidationRequest, told) => ({
      ...told,
      ...rest,
    }),
  });
}
