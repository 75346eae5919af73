import type { Ocpp21 } from '@northbound/protocol';
import type { Timer } from '@northbound/rpc';
import { isMasterPass } from '../authorization/verdict.ts';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import type { Evse } from '../evse/evse.ts';
import { EndedSamples } from '../metering/ended-samples.ts';
import { whenRegisterReaches } from '../metering/energy-allowance.ts';
import { meterValue } from '../metering/meter-value.ts';
import type { MeterReading } from '../metering/reading.ts';
import type { RunningTransaction } from '../nvm/storage.ts';
import { randomUuid } from '../random-uuid.ts';
import { CAUSES, type Cause } from './causes.ts';
import { type Conditions, fulfilsStart, reachesStart, reachesStop } from './points.ts';
import { TRANSACTION, type TransactionEvent, type TransactionState } from './table.ts';

/** What a message says beside its cause. */
export interface EventDetails {
  /** The token that ended the authorization. */
  readonly idToken?: Ocpp21.IdTokenType;
  readonly meterValue?: Ocpp21.MeterValueType;
}

/** The transaction of one EVSE (2.1 part 2, functional block E). */
export class EvseTransaction {
  readonly #core: Core;
  readonly #evse: Evse;
  #state: TransactionState = 'None';
  #running: RunningTransaction | undefined;
  #sampleTimer: Timer | undefined;
  /** Waits for the energy that a refused token may still have. */
  #allowance: Timer | undefined;
  #endedSamples: EndedSamples | undefined;

  constructor(core: Core, evse: Evse) {
    this.#core = core;
    this.#evse = evse;
  }

  get state(): TransactionState {
    return this.#state;
  }

  /** The transaction under way. */
  get running(): RunningTransaction | undefined {
    return this.#running;
  }

  /** Looks at what an event of the EVSE did to the start and stop points, and acts on it. */
  observe(cause: Cause, before: Conditions, now: Conditions, details: EventDetails): void {
    this.#step(this.#classify(cause, before, now), cause, details);
    if (!now.connected) this.#step('vehicleGone', cause, {});
  }

  /** An interval or a list of measurands was changed while the transaction runs. */
  meteringChanged(): void {
    if (this.#running === undefined) return;
    this.#sampleTimer?.cancel();
    this.#scheduleSample();
    this.#endedSamples?.restart();
  }

  /** A token was refused by the answer to an event (E05), or its group became known. */
  answered(transactionId: string, info: Ocpp21.IdTokenInfoType): void {
    const running = this.#running;
    if (running?.transactionId !== transactionId) return;
    if (info.status === 'Accepted' && !isMasterPass(this.#core, info.groupIdToken)) {
      if (info.groupIdToken !== undefined) this.#evse.authorization.learnGroup(info.groupIdToken);
      return;
    }
    if (!this.#evse.conditions.authorized) return;
    if (this.#core.variables.boolean(VARIABLE.stopTxOnInvalidId)) {
      this.#evse.apply('deauthorized', () => this.#evse.authorization.withdraw());
    } else {
      this.#chargeForInvalidId(running);
    }
  }

  /** E05.FR.02 and .03: MaxEnergyOnInvalidId brings a stranger to the next station. */
  #chargeForInvalidId({ begin }: RunningTransaction): void {
    const allowedWh = this.#core.variables.integer(VARIABLE.maxEnergyOnInvalidId);
    const beginWh = begin?.reading.registerWh ?? 0;
    this.#allowance ??= whenRegisterReaches(this.#core, this.#evse, beginWh + allowedWh, () =>
      this.#evse.apply('energyWithheld', () => this.#evse.stepSupply('idRefused')),
    );
  }

  #classify(cause: Cause, before: Conditions, now: Conditions): TransactionEvent {
    const { variables, mayTransact } = this.#core;
    const { starts: rule, ends } = CAUSES[cause];
    if (ends || reachesStop(variables.list(VARIABLE.txStopPoint), before, now)) return 'stopPoint';
    const canStart = this.#running === undefined && mayTransact && this.#evse.usable;
    const startPoints = variables.list(VARIABLE.txStartPoint);
    const starts =
      (rule === 'edge' && reachesStart(startPoints, before, now)) ||
      (rule === 'level' && fulfilsStart(startPoints, now));
    if (canStart && starts) return 'startPoint';
    return 'change';
  }

  #step(event: TransactionEvent, cause: Cause, details: EventDetails): void {
    const [next, ...actions] = TRANSACTION[this.#state][event];
    this.#state = next;
    for (const action of actions) {
      switch (action) {
        case 'sendStarted':
          this.#start();
          this.#send('Started', cause, details);
          break;
        case 'sendUpdated':
          this.#rememberReason(cause);
          if (this.#isNews(cause)) this.#send('Updated', cause, details);
          break;
        case 'endAuthorization':
          this.#evse.endSession(cause);
          break;
        case 'sendEnded':
          this.#rememberReason(cause);
          this.#send('Ended', cause, details);
          this.#stop();
          break;
      }
    }
  }

  #start(): void {
    this.#running = {
      transactionId: randomUuid(this.#core.random),
      evseId: this.#evse.id,
      nextSeqNo: 0,
      chargingState: this.#evse.chargingState,
    };
    this.#endedSamples = new EndedSamples(this.#core, this.#evse.id);
    this.#scheduleSample();
  }

  #stop(): void {
    this.#running = undefined;
    this.#sampleTimer?.cancel();
    this.#allowance?.cancel();
    this.#allowance = undefined;
    this.#endedSamples?.stop();
    this.#endedSamples = undefined;
    this.#core.transactionEnded(this.#evse);
  }

  #isNews(cause: Cause): boolean {
    return CAUSES[cause].reported || this.#running?.chargingState !== this.#evse.chargingState;
  }

  /**
   * What ended the authorization is the reason of the end, also when the transaction goes on until
   * the vehicle leaves (E07.FR.05, F03.FR.03).
   */
  #rememberReason(cause: Cause): void {
    const running = this.#running;
    if (running === undefined || running.stoppedReason !== undefined) return;
    if (running.idToken === undefined || this.#evse.conditions.authorized) return;
    this.#running = { ...running, stoppedReason: CAUSES[cause].stopped };
  }

  #send(eventType: Ocpp21.TransactionEventEnumType, cause: Cause, details: EventDetails): void {
    const running = this.#running;
    if (running === undefined) return;
    const { clock, csms, hardware, random, storage } = this.#core;
    const { authorization, chargingState, connected, connectorId, id, config } = this.#evse;
    const timestamp = clock.timestamp();
    const reading = hardware.readMeter(id);
    const tellsEvse = running.connectorId === undefined && connected;
    const begin = tellsEvse ? { timestamp, reading } : running.begin;
    const remoteStartId = authorization.takeUntoldRemoteStartId();
    const untoldToken = authorization.takeUntoldToken();
    const idToken = details.idToken ?? untoldToken;
    const isEnded = eventType === 'Ended';
    const meterValues = this.#meterValues(isEnded, tellsEvse, begin, { timestamp, reading });
    if (details.meterValue !== undefined) meterValues.push(details.meterValue);
    const charges = chargingState === 'Charging' && running.chargingState !== 'Charging';
    const event: Ocpp21.TransactionEventRequest = {
      eventType,
      timestamp,
      triggerReason: remoteStartId === undefined ? CAUSES[cause].trigger : 'RemoteStart',
      seqNo: running.nextSeqNo,
      // E12.FR.02: what happened without a link is told with this flag, whenever it is sent.
      ...(csms === undefined && { offline: true }),
      transactionInfo: {
        transactionId: running.transactionId,
        chargingState,
        ...(isEnded && { stoppedReason: running.stoppedReason ?? CAUSES[cause].stopped }),
        ...(remoteStartId !== undefined && { remoteStartId }),
      },
      ...(charges && { numberOfPhasesUsed: config.phases }),
      ...(tellsEvse && { evse: { id, connectorId } }),
      ...(idToken !== undefined && { idToken }),
      ...(meterValues.length > 0 && { meterValue: meterValues }),
    };
    const { stoppedReason, ...rest } = running;
    this.#running = {
      ...rest,
      // Somebody who is authorized again takes back why the last one stopped.
      ...(stoppedReason !== undefined && untoldToken === undefined && { stoppedReason }),
      nextSeqNo: running.nextSeqNo + 1,
      chargingState,
      ...(tellsEvse && { connectorId }),
      ...(begin !== undefined && { begin }),
      ...(untoldToken !== undefined && { idToken: untoldToken }),
    };
    storage.queue.append(
      {
        messageId: randomUuid(random),
        event,
        cause,
        registerWh: reading.registerWh,
        attempts: 0,
      },
      isEnded ? undefined : this.#running,
    );
    this.#core.tell({ type: 'transaction', evseId: id, event });
    this.#core.eventQueued();
  }

  #meterValues(
    isEnded: boolean,
    isBegin: boolean,
    begin: RunningTransaction['begin'],
    now: { readonly timestamp: string; readonly reading: MeterReading },
  ): Ocpp21.MeterValueType[] {
    const { variables } = this.#core;
    const values: (Ocpp21.MeterValueType | undefined)[] = [];
    if (isBegin) {
      const measurands = variables.list(VARIABLE.sampledTxStartedMeasurands);
      values.push(meterValue(now, measurands, 'Transaction.Begin'));
    }
    if (isEnded && begin !== undefined) {
      const measurands = variables.list(VARIABLE.sampledTxEndedMeasurands);
      values.push(meterValue(begin, measurands, 'Transaction.Begin'));
      values.push(...(this.#endedSamples?.take() ?? []));
      values.push(meterValue(now, measurands, 'Transaction.End'));
    }
    return values.filter((value) => value !== undefined);
  }

  #scheduleSample(): void {
    const intervalS = this.#core.variables.integer(VARIABLE.sampledTxUpdatedInterval);
    if (intervalS === 0) return;
    this.#sampleTimer = this.#core.after(intervalS * 1000, () => {
      this.#scheduleSample();
      this.sample('meterPeriodic', 'Sample.Periodic', VARIABLE.sampledTxUpdatedMeasurands);
    });
  }

  /** Sends an Updated that carries the meter; nothing when nothing is to be measured. */
  sample(
    cause: 'meterPeriodic' | 'meterClock' | 'triggered',
    context: Ocpp21.ReadingContextEnumType,
    measurandsName: string,
  ): void {
    const { clock, hardware, variables } = this.#core;
    const now = { timestamp: clock.timestamp(), reading: hardware.readMeter(this.#evse.id) };
    // E01.FR.17: before a vehicle is connected there is nothing to measure.
    const measures = this.#running?.connectorId !== undefined;
    const value = measures ? meterValue(now, variables.list(measurandsName), context) : undefined;
    if (value === undefined && cause !== 'triggered') return;
    this.#send('Updated', cause, value === undefined ? {} : { meterValue: value });
  }
}
