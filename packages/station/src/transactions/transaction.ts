import type { Ocpp21 } from '@northbound/protocol';
import { mayGoOn } from '../authorization/verdict.ts';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import type { Evse } from '../evse/evse.ts';
import { SessionMeter, type UpdatedContext } from '../metering/session-meter.ts';
import type { RunningTransaction } from '../nvm/storage.ts';
import { randomUuid } from '../random-uuid.ts';
import { CAUSES, type Cause } from './causes.ts';
import { type EventDetails, nextEvent } from './event.ts';
import { LimitWatch } from './limit-watch.ts';
import { isLimitCause, type Limit, mergeLimits, supported, under } from './limits.ts';
import {
  type Conditions,
  endsWithoutVehicle,
  fulfilsStart,
  reachesStart,
  reachesStop,
  startsWithEnergy,
} from './points.ts';
import { queueEvent } from './queue-event.ts';
import { RefusedToken } from './refused-token.ts';
import { RESUMPTION, type ResumptionEvent, type ResumptionState } from './resumption-table.ts';
import { TRANSACTION, type TransactionEvent, type TransactionState } from './table.ts';

/** The transaction of one EVSE (2.1 part 2, functional block E). */
export class EvseTransaction {
  readonly #core: Core;
  readonly #evse: Evse;
  readonly #limits: LimitWatch;
  readonly #meter: SessionMeter;
  readonly #refusedToken: RefusedToken;
  #state: TransactionState = 'None';
  #resumption: ResumptionState = 'Normal';
  #running: RunningTransaction | undefined;
  #lastId: string | undefined;
  /** What there was no room to tell: the next event does (E12.FR.04). */
  #untoldLimit: Limit | undefined;
  /** What a driver wants of the next transaction. */
  #wantedLimit: Limit | undefined;

  constructor(core: Core, evse: Evse) {
    this.#core = core;
    this.#evse = evse;
    this.#limits = new LimitWatch(core, evse);
    this.#refusedToken = new RefusedToken(core, evse);
    this.#meter = new SessionMeter(core, evse.id, () =>
      this.sample('meterPeriodic', 'Sample.Periodic'),
    );
  }

  /** The id of the transaction under way, or of the last one. */
  get lastId(): string | undefined {
    return this.#lastId;
  }

  get state(): TransactionState {
    return this.#state;
  }

  /** The transaction under way. */
  get running(): RunningTransaction | undefined {
    return this.#running;
  }

  /** False when a limit is reached, or energy has not come back after an interruption. */
  get delivers(): boolean {
    return !this.#limits.reached && this.#resumption === 'Normal';
  }

  /** Whether energy belongs to a transaction, or begins one: else nobody could be billed for it. */
  get bills(): boolean {
    if (this.#running !== undefined) return true;
    const { mayTransact, signing, variables } = this.#core;
    const startPoints = variables.list(VARIABLE.txStartPoint);
    return mayTransact && this.#evse.usable && startsWithEnergy(startPoints, signing !== undefined);
  }

  /** Looks at what an event of the EVSE did to the start and stop points, and acts on it. */
  observe(cause: Cause, before: Conditions, now: Conditions, details: EventDetails): void {
    this.#step(this.#classify(cause, before, now), cause, details);
    if (!now.connected) this.#step('vehicleGone', cause, {});
    if (before.flowing !== now.flowing) this.#limits.powerChanged();
    // What somebody wanted who left without a transaction is not the next driver's limit.
    const isLeft = (before.authorized && !now.authorized) || (before.connected && !now.connected);
    if (isLeft && this.#running === undefined) this.#wantedLimit = undefined;
  }

  /** An interval may be another while the transaction runs. */
  meteringChanged(): void {
    if (this.#running !== undefined) this.#meter.restart();
  }

  /** A token was refused by the answer to an event (E05), its group became known, or a limit was set. */
  answered(transactionId: string, answer: Ocpp21.TransactionEventResponse): void {
    if (this.#running?.transactionId !== transactionId) return;
    if (answer.transactionLimit !== undefined) this.#limitByCsms(answer.transactionLimit);
    const { chargingPriority, idTokenInfo } = answer;
    const ofToken = idTokenInfo?.chargingPriority;
    this.#core.smartCharging.setPriority(this.#evse, ofToken, chargingPriority);
    if (answer.totalCost !== undefined) this.costUpdated(answer.totalCost);
    if (answer.idTokenInfo !== undefined) this.#tokenAnswered(answer.idTokenInfo);
  }

  /** Central cost: the only cost that a station without tariffs knows (E16.FR.15). */
  costUpdated(totalCost: number): void {
    if (this.#running === undefined) return;
    this.#running = { ...this.#running, totalCost };
    this.#limits.check();
  }

  /**
   * The driver sets a limit, for the transaction under way or for the next one; never above what
   * the CSMS has set (E16.FR.01 and .04).
   */
  limitByDriver(wanted: Limit): void {
    if (this.#running === undefined) {
      this.#wantedLimit = mergeLimits(this.#wantedLimit, wanted);
      return;
    }
    this.#setLimit(under(this.#running.csmsLimit, wanted));
  }

  /** After the boot: an interruption left this transaction. */
  foundInterrupted(running: RunningTransaction): void {
    this.#running = running;
    this.#lastId = running.transactionId;
    this.#step('foundInterrupted', 'resumed', {});
  }

  /**
   * It goes on; energy after a while, or with undefined never. The caller lets it be told.
   * @param cause why it is authorized no more, should that be so: the reason also where it goes on until the bay is empty
   */
  resume(running: RunningTransaction, waitMs: number | undefined, cause: Cause): void {
    this.#rememberReason(cause);
    this.#step('resumed', 'resumed', {});
    this.#meter.begin(running);
    this.#limits.begin(running);
    this.#limits.check();
    this.#refusedToken.resumed(running);
    this.allowEnergy(waitMs);
  }

  /** Its EVSE is reset, and it goes on after that (B13.FR.10). */
  withholdEnergy(): void {
    this.#stepResumption('resumedWithout');
  }

  /** @param waitMs until energy may flow again, undefined for never */
  allowEnergy(waitMs: number | undefined): void {
    if (waitMs === undefined) this.#stepResumption('resumedWithout');
    else if (waitMs === 0) this.#stepResumption('resumedAtOnce');
    else {
      this.#stepResumption('resumedLater');
      this.#core.after(waitMs, () =>
        this.#evse.apply('energyResumed', () => this.#stepResumption('due')),
      );
    }
  }

  /** Sends an Updated that carries the meter; nothing when nothing is to be measured. */
  sample(cause: 'meterPeriodic' | 'meterClock' | 'triggered', context: UpdatedContext): void {
    if (this.#state !== 'Active') return;
    // E01.FR.17: before a vehicle is connected there is nothing to measure.
    const measures = this.#running?.connectorId !== undefined;
    const meterValue = measures ? this.#meter.updated(this.#meter.read(), context) : [];
    if (meterValue.length === 0 && cause !== 'triggered') return;
    this.#send('Updated', cause, { meterValue });
  }

  #tokenAnswered(info: Ocpp21.IdTokenInfoType): void {
    if (mayGoOn(this.#core, info, this.#evse.id)) {
      if (info.groupIdToken !== undefined) this.#evse.authorization.learnGroup(info.groupIdToken);
      return;
    }
    if (this.#running === undefined || !this.#evse.conditions.authorized) return;
    if (this.#core.variables.boolean(VARIABLE.stopTxOnInvalidId)) {
      this.#evse.apply('deauthorized', () => this.#evse.authorization.withdraw());
    } else {
      this.#refusedToken.refused(this.#running);
    }
  }

  #limitByCsms(asked: Ocpp21.TransactionLimitType): void {
    const limit = supported(asked);
    if (limit === undefined || this.#running === undefined) return;
    const csmsLimit = mergeLimits(this.#running.csmsLimit, limit);
    this.#running = { ...this.#running, csmsLimit };
    this.#setLimit(limit);
  }

  #setLimit(changed: Limit): void {
    const running = this.#running;
    if (running === undefined) return;
    this.#running = { ...running, limit: mergeLimits(running.limit, changed) };
    this.#send('Updated', 'limitSet', { transactionLimit: changed });
    this.#limits.check();
  }

  #stepResumption(event: ResumptionEvent): void {
    [this.#resumption] = RESUMPTION[this.#resumption][event];
  }

  #classify(cause: Cause, before: Conditions, now: Conditions): TransactionEvent {
    const { variables, mayTransact } = this.#core;
    const { starts: rule, ends } = CAUSES[cause];
    const stopPoints = variables.list(VARIABLE.txStopPoint);
    if (reachesStop(stopPoints, before, now)) return 'stopPoint';
    // E16.FR.06
    if (isLimitCause(cause) && stopPoints.includes('EnergyTransfer')) return 'stopPoint';
    if (ends && (cause !== 'connectionTimedOut' || endsWithoutVehicle(stopPoints))) {
      return 'stopPoint';
    }
    const canStart = this.#running === undefined && mayTransact && this.#evse.usable;
    const startPoints = variables.list(VARIABLE.txStartPoint);
    // Whatever let the energy flow, and whatever the start point was before: it is not given away.
    const flows = now.flowing && !before.flowing;
    const starts =
      (rule === 'edge' && reachesStart(startPoints, before, now)) ||
      ((rule === 'level' || flows) && fulfilsStart(startPoints, now));
    if (!canStart || !starts) return 'change';
    if (this.#core.storageWatch.hasRoom()) return 'startPoint';
    this.#refuse();
    return 'change';
  }

  /** Without room for a transaction there is no energy: nobody could be billed for it. */
  #refuse(): void {
    this.#core.after(0, () => {
      if (this.#running !== undefined || !this.#evse.conditions.authorized) return;
      this.#evse.apply('deauthorized', () => this.#evse.authorization.withdraw());
    });
  }

  #step(event: TransactionEvent, cause: Cause, details: EventDetails): void {
    const [next, ...actions] = TRANSACTION[this.#state][event];
    this.#state = next;
    for (const action of actions) {
      switch (action) {
        case 'sendStarted':
          this.#start(cause, details);
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

  #start(cause: Cause, details: EventDetails): void {
    const transactionLimit = this.#wantedLimit;
    this.#wantedLimit = undefined;
    this.#running = {
      transactionId: randomUuid(this.#core.random),
      evseId: this.#evse.id,
      nextSeqNo: 0,
      chargingState: this.#evse.chargingState,
      startedAt: this.#core.clock.timestamp(),
      ...(transactionLimit !== undefined && { limit: transactionLimit }),
    };
    this.#lastId = this.#running.transactionId;
    this.#meter.begin(this.#running);
    this.#limits.begin(this.#running);
    this.#send('Started', cause, {
      ...details,
      ...(transactionLimit !== undefined && { transactionLimit }),
    });
    if (this.#running === undefined) this.#abandon();
    // A limit that is nothing suspends what has not begun: not from inside of its own start.
    if (transactionLimit !== undefined) this.#core.after(0, () => this.#limits.check());
  }

  /** The Started found no room after all: there is no transaction. */
  #abandon(): void {
    this.#state = 'None';
    this.#stop();
    this.#refuse();
  }

  #stop(): void {
    this.#running = undefined;
    this.#untoldLimit = undefined;
    this.#refusedToken.transactionOver();
    this.#meter.end();
    this.#limits.end();
    this.#stepResumption('transactionOver');
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
    if (this.#running === undefined) return;
    const { random, storage } = this.#core;
    const transactionLimit = { ...this.#untoldLimit, ...details.transactionLimit };
    const isLimited = Object.keys(transactionLimit).length > 0;
    const { event, after, registerWh } = nextEvent(
      { core: this.#core, evse: this.#evse, meter: this.#meter, running: this.#running },
      eventType,
      cause,
      { ...details, ...(isLimited && { transactionLimit }) },
    );
    const message = { messageId: randomUuid(random), event, cause, registerWh, attempts: 0 };
    const isStored = queueEvent(storage.queue, message, eventType === 'Ended' ? undefined : after);
    if (!isStored && eventType === 'Started') {
      this.#running = undefined;
      return;
    }
    // Of an event that found no room nothing is on flash, not even its moment.
    const { last: _, ...unstored } = after;
    this.#running = isStored ? after : unstored;
    this.#untoldLimit = isStored || !isLimited ? undefined : transactionLimit;
    this.#core.tell(
      isStored ? { type: 'transaction', evseId: this.#evse.id, event } : { type: 'untold', event },
    );
    this.#core.eventQueued();
  }
}
