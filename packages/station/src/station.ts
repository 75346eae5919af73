import type { Ocpp21 } from '@northbound/protocol';
import type { CallOutcome } from '@northbound/rpc';
import { ChargingStation } from './charging-station.ts';
import type { StationConfig } from './config.ts';
import type { VendorReply, VendorRequest } from './data-transfer/data-transfer.ts';
import type { SetOutcome } from './device-model/variables.ts';
import type { StationEvent, StationState } from './events.ts';
import type { FaultReport } from './faults/fault.ts';
import type { DeadLetter } from './nvm/medium.ts';
import type { StationPorts } from './ports.ts';
import type { ExternalLimit } from './smart-charging/external-profile.ts';

/** A charging station, and what people and the world do to it. */
export interface Station {
  readonly identity: string;
  /** Switches the power on. Settles when the station runs; it connects by itself. */
  start(): Promise<void>;
  /** Shuts down in order: closes the connection, keeps the storage. Transactions are ended at the next start. */
  stop(): Promise<void>;
  /** The power is gone, at once. `start` brings it back. */
  powerCut(): void;
  /**
   * The supply sees its voltage fall: the power is gone in so many milliseconds ({@link powerCut}),
   * unless it was a dip. The station writes down what its transactions end or go on with.
   */
  powerFailing(inMs: number): void;
  /** Pulls the network cable: the link breaks without a word and none comes about. */
  disconnect(): void;
  /** Puts the network cable back. */
  connect(): void;
  /** @throws Error when the hardware is not simulated, here and in the next three */
  plugIn(evseId: number, connectorId?: number): void;
  plugOut(evseId: number): void;
  /** A vehicle drives into the parking bay, or out of it. @throws Error also without a bay sensor */
  bay(evseId: number, occupied: boolean): void;
  /**
   * The driver wants at most this much of the transaction under way, or of the next one (2.1 part 2,
   * E16). What the CSMS has set is not exceeded.
   */
  limit(evseId: number, limit: Ocpp21.TransactionLimitType): void;
  /**
   * @param evseId 0 for the station as a whole
   * @param fault an MREC, one of the vendor's codes, or more about it
   */
  fault(evseId: number, fault: string | FaultReport): void;
  /** @param code absent for everything that fails there */
  clearFault(evseId: number, code?: string): void;
  /**
   * An energy management system, or the operator of the grid, sets a limit (2.1 part 2, K11 to K13).
   * @returns whether the station listens to it
   */
  setExternalLimit(limit: ExternalLimit): boolean;
  /** It releases its limit. @param evseId absent for all of them, 0 for the grid connection */
  clearExternalLimit(source: ExternalLimit['source'], evseId?: number): void;
  /** The driver asks for priority charging, or no longer (K22). @returns false when there is no profile for it */
  prioritise(evseId: number, activate: boolean): boolean;
  /**
   * Sends a vendor's message to the CSMS (2.1 part 2, P02). Never rejects.
   * @returns what came of it; `closed` also while the power is off or the boot is not accepted
   */
  dataTransfer(request: VendorRequest): Promise<CallOutcome<VendorReply>>;
  /** Holds a token to the reader. @param evseId absent where one reader serves all EVSEs */
  swipe(idToken: Ocpp21.IdTokenType, evseId?: number): void;
  /**
   * Sets a variable of the device model as a CSMS would, but from beside the station.
   * @param name `TxCtrlr.EVConnectionTimeOut`, `OCPPCommCtrlr.MessageAttempts[TransactionEvent]`
   * @throws Error when the power is off, or for a variable that does not exist
   */
  setVariable(name: string, value: string): SetOutcome;
  /** Messages that the CSMS did not process in all attempts, from the oldest on. */
  deadLetters(): readonly DeadLetter[];
  /** Queues a dead letter again. @returns false when it is not there, there is no room, or the power is off */
  resend(id: number): boolean;
  state(): StationState;
  /**
   * @param only the types of events to tell, all when absent: what nobody listens to costs nothing, and of frames there
   *   are many
   * @returns ends the subscription
   */
  subscribe(
    listener: (event: StationEvent) => void,
    only?: ReadonlySet<StationEvent['type']>,
  ): () => void;
}

/**
 * A charging station on the given ports, switched off.
 * @throws Error for a configuration that cannot be: no EVSE, an unknown variable, a bad value
 */
export function createStation(config: StationConfig, ports: StationPorts): Station {
  return new ChargingStation(config, ports);
}
