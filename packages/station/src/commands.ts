import type { Ocpp21 } from '@northbound/protocol';
import type { OperatorAvailability } from './availability/change-availability.ts';
import type { Core } from './core.ts';
import type { Display } from './display/display.ts';
import { getBaseReport } from './provisioning/base-report.ts';
import type { Resets } from './provisioning/resets.ts';
import { getVariables, setVariables } from './provisioning/variables.ts';
import { requestStart, requestStop } from './remote-control/request-start.ts';
import { type Triggers, triggerMessage } from './remote-control/trigger.ts';
import { unlockConnector } from './remote-control/unlock.ts';
import { costUpdated } from './tariff-cost/cost-updated.ts';
import { transactionStatus } from './transactions/status.ts';

/** What the commands work with, beside the core. */
export interface CommandParts {
  readonly availability: OperatorAvailability;
  readonly resets: Resets;
  readonly display: Display;
  readonly triggers: Triggers;
  /** A variable has a new value: whoever works by it takes it over. */
  variableChanged(): void;
}

/** Everything that a CSMS may ask of the station, in the words of OCPP 2.1. */
export class Commands {
  readonly #core: Core;
  readonly #parts: CommandParts;

  constructor(core: Core, parts: CommandParts) {
    this.#core = core;
    this.#parts = parts;
  }

  /** After a variable got a new value by other words than SetVariables. */
  variableChanged(): void {
    this.#parts.variableChanged();
  }

  changeAvailability(request: Ocpp21.ChangeAvailabilityRequest): Ocpp21.ChangeAvailabilityResponse {
    return this.#parts.availability.change(request);
  }

  getBaseReport(request: Ocpp21.GetBaseReportRequest): Ocpp21.GetBaseReportResponse {
    return getBaseReport(this.#core, request);
  }

  getTransactionStatus(
    request: Ocpp21.GetTransactionStatusRequest,
  ): Ocpp21.GetTransactionStatusResponse {
    return transactionStatus(this.#core, request);
  }

  getVariables(request: Ocpp21.GetVariablesRequest): Ocpp21.GetVariablesResponse {
    return getVariables(this.#core.variables, request);
  }

  setVariables(request: Ocpp21.SetVariablesRequest): Ocpp21.SetVariablesResponse {
    return setVariables(this.#core, request, () => this.#parts.variableChanged());
  }

  requestStart(
    request: Ocpp21.RequestStartTransactionRequest,
  ): Ocpp21.RequestStartTransactionResponse {
    return requestStart(this.#core, request);
  }

  requestStop(
    request: Ocpp21.RequestStopTransactionRequest,
  ): Ocpp21.RequestStopTransactionResponse {
    return requestStop(this.#core, request);
  }

  get resets(): Resets {
    return this.#parts.resets;
  }

  get display(): Display {
    return this.#parts.display;
  }

  costUpdated(request: Ocpp21.CostUpdatedRequest): Ocpp21.CostUpdatedResponse {
    return costUpdated(this.#core, request);
  }

  setNetworkProfile(request: Ocpp21.SetNetworkProfileRequest): Ocpp21.SetNetworkProfileResponse {
    return this.#core.network.set(request);
  }

  triggerMessage(request: Ocpp21.TriggerMessageRequest): Ocpp21.TriggerMessageResponse {
    return triggerMessage(this.#core, this.#parts.triggers, request);
  }

  unlockConnector(request: Ocpp21.UnlockConnectorRequest): Ocpp21.UnlockConnectorResponse {
    return unlockConnector(this.#core, request);
  }

  /** 1.6 has statuses for the station, too: evseId 0, without a connector. */
  triggerStatus(evseId: number, connectorId = 0): void {
    this.#core.after(0, () => this.#parts.triggers.status(evseId, connectorId));
  }

  /** 1.6 unlocks also during a transaction on that connector, which ends by it (1.6 edition 2, 5.18). */
  endForUnlock({ evseId, connectorId }: Ocpp21.UnlockConnectorRequest): void {
    const evse = this.#core.evses[evseId - 1];
    const isInUse = evse?.transaction.running !== undefined && evse.connectorId === connectorId;
    if (isInUse) evse.apply('unlocked', () => undefined);
  }
}
