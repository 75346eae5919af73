import type { Handlers } from '@northbound/rpc';
import { authorizationHandlers2 } from './authorization/ocpp2.ts';
import { authorizationHandlers16 } from './authorization/ocpp16.ts';
import type { Tokens } from './authorization/tokens.ts';
import { availabilityHandlers2 } from './availability/ocpp2.ts';
import { availabilityHandlers16 } from './availability/ocpp16.ts';
import { batterySwapHandlers21 } from './battery-swap/ocpp21.ts';
import type { Blocks } from './blocks.ts';
import { signCertificateHandler2, signCertificateHandler16 } from './certificates/handlers.ts';
import type { Core, StationContext } from './core.ts';
import { dataTransferHandlers2, dataTransferHandlers16 } from './data-transfer/handlers.ts';
import { derHandlers21 } from './der/ocpp21.ts';
import { eventHandlers2 } from './diagnostics/events2.ts';
import { diagnosticsHandlers2 } from './diagnostics/ocpp2.ts';
import { diagnosticsHandlers16 } from './diagnostics/ocpp16.ts';
import { displayHandlers2 } from './display/ocpp2.ts';
import { firmwareHandlers2 } from './firmware/ocpp2.ts';
import { firmwareHandlers16 } from './firmware/ocpp16.ts';
import { iso15118Handlers2, iso15118Handlers21 } from './iso15118/ocpp2.ts';
import { meteringHandlers2 } from './metering/ocpp2.ts';
import { monitoringHandlers2, streamHandlers21 } from './monitoring/ocpp2.ts';
import { paymentHandlers21 } from './payment/ocpp21.ts';
import type { ProvisioningSettings } from './provisioning/domain.ts';
import { provisioningHandlers2 } from './provisioning/ocpp2.ts';
import { provisioningHandlers16 } from './provisioning/ocpp16.ts';
import { reservationHandlers2 } from './reservation/ocpp2.ts';
import { securityHandlers } from './security/handlers.ts';
import { smartChargingHandlers2, smartChargingHandlers21 } from './smart-charging/ocpp2.ts';
import { transactionHandlers2 } from './transactions/ocpp2.ts';
import { transactionHandlers16 } from './transactions/ocpp16.ts';

/** What the CSMS answers, for each version. What is missing here is answered with `NotSupported`. */
export interface CsmsHandlers {
  readonly '1.6': Handlers<'1.6', 'CSMS', StationContext>;
  readonly '2.0.1': Handlers<'2.0.1', 'CSMS', StationContext>;
  readonly '2.1': Handlers<'2.1', 'CSMS', StationContext>;
}

export function createHandlers(
  core: Core,
  tokens: Tokens,
  settings: ProvisioningSettings,
  blocks: Blocks,
): CsmsHandlers {
  const provisioning = { core, settings, ...blocks };
  const monitoring = { core, ...blocks };
  const { notices, reports, securityEvents, transactions, vendorMessages } = blocks;
  const all = securityHandlers(core, securityEvents);
  const both2 = {
    ...all,
    ...provisioningHandlers2(provisioning),
    ...authorizationHandlers2(tokens),
    ...availabilityHandlers2(core, blocks.alerts),
    ...meteringHandlers2(core, transactions.idleValues),
    ...firmwareHandlers2(blocks.firmwareUpdates, notices),
    ...diagnosticsHandlers2(blocks.stationLogs, reports),
    ...eventHandlers2(monitoring),
    ...monitoringHandlers2(monitoring),
    ...signCertificateHandler2(blocks.signing),
    ...smartChargingHandlers2({ core, notices, reports }),
    ...displayHandlers2(reports),
    ...reservationHandlers2(blocks.reservations, notices),
    ...iso15118Handlers2(notices),
  };
  return {
    '1.6': {
      ...all,
      ...provisioningHandlers16(provisioning),
      ...authorizationHandlers16(tokens),
      ...availabilityHandlers16(core, blocks.alerts),
      ...transactionHandlers16(core, tokens, transactions),
      ...firmwareHandlers16(blocks.firmwareUpdates),
      ...diagnosticsHandlers16(blocks.stationLogs),
      ...signCertificateHandler16(blocks.signing),
      ...dataTransferHandlers16(vendorMessages),
    },
    '2.0.1': {
      ...both2,
      ...transactionHandlers2(core, tokens, transactions, '2.0.1'),
      ...dataTransferHandlers2(vendorMessages, '2.0.1'),
    },
    '2.1': {
      ...both2,
      ...streamHandlers21(monitoring),
      ...transactionHandlers2(core, tokens, transactions, '2.1'),
      ...smartChargingHandlers21(notices),
      ...iso15118Handlers21(core, notices),
      ...derHandlers21(notices, reports),
      ...paymentHandlers21(notices),
      ...batterySwapHandlers21(notices),
      ...dataTransferHandlers2(vendorMessages, '2.1'),
    },
  };
}
