import type { Ocpp21 } from '@northbound/protocol';
import { IS_AUTHORIZED } from '../authorization/table.ts';
import type { Core } from '../core.ts';

/** UnlockConnector (2.1 part 2, F05): never during an authorized transaction. */
export function unlockConnector(
  core: Core,
  { evseId, connectorId }: Ocpp21.UnlockConnectorRequest,
): Ocpp21.UnlockConnectorResponse {
  const evse = core.evses[evseId - 1];
  if (evse?.config.connectors[connectorId - 1] === undefined) {
    return { status: 'UnknownConnector' };
  }
  const isInUse =
    evse.transaction.running !== undefined &&
    IS_AUTHORIZED[evse.authorization.state] &&
    evse.connectorId === connectorId;
  if (isInUse) return { status: 'OngoingAuthorizedTransaction' };
  return { status: evse.unlock(connectorId) ? 'Unlocked' : 'UnlockFailed' };
}
