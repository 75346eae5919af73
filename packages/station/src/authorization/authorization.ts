import type { Ocpp21 } from '@northbound/protocol';
import { speaksOnly16 } from '../config.ts';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { isIdTag } from '../dialects/ocpp16/id-tags.ts';
import type { Evse } from '../evse/evse.ts';
import { sameGroup, sameIdToken } from './id-token.ts';
import { stopByMasterPass } from './master-pass.ts';
import {
  AUTHORIZATION,
  type AuthorizationEvent,
  type AuthorizationState,
  IS_AUTHORIZED,
} from './table.ts';
import { isMasterPass, type Verdict, verdictOn } from './verdict.ts';

type IdToken = Ocpp21.IdTokenType;

/** The button that starts a session without a token (C02.FR.01). */
const NO_TOKEN: IdToken = { idToken: '', type: 'NoAuthorization' };

/** A token that the CSMS starts a session with. */
interface RemoteStart {
  readonly idToken: IdToken;
  readonly groupIdToken: IdToken | undefined;
  readonly remoteStartId: number;
}

/** Actions that take the next state inside of `Evse.apply`, where the transaction sees the change. */
const CHANGES_CONDITIONS: ReadonlySet<string> = new Set(['grant', 'stop', 'stopByGroup']);

/** Who may use one EVSE (2.1 part 2, functional block C). */
export class Authorization {
  readonly #core: Core;
  readonly #evse: Evse;
  #state: AuthorizationState = 'None';
  #idToken: IdToken | undefined;
  #groupIdToken: IdToken | undefined;
  /** The token, the remote start and the reservation that the next event has to tell, each once. */
  #untoldToken: IdToken | undefined;
  #untoldRemoteStartId: number | undefined;
  #untoldReservationId: number | undefined;
  /** A remote start was accepted and has not begun: the answer to it leaves first. */
  #isPromised = false;
  /** Counts questions, so that a late answer is not taken for the answer to the last one. */
  #question = 0;

  constructor(core: Core, evse: Evse) {
    this.#core = core;
    this.#evse = evse;
  }

  get state(): AuthorizationState {
    return this.#state;
  }

  /** Whether somebody may begin: nobody has, and nobody was told that he may. */
  get isFree(): boolean {
    return this.#state === 'None' && !this.#isPromised;
  }

  /** The token that is authorized. */
  get idToken(): IdToken | undefined {
    return this.#idToken;
  }

  get groupIdToken(): IdToken | undefined {
    return this.#groupIdToken;
  }

  /** A token is held to the reader. */
  present(idToken: IdToken): void {
    const isAgain =
      this.#idToken !== undefined &&
      IS_AUTHORIZED[this.#state] &&
      sameIdToken(this.#idToken, idToken);
    if (!isAgain && this.#refusesNow(idToken)) return;
    this.#step(isAgain ? 'presentedAgain' : 'presented', idToken);
  }

  /** A remote start is accepted, and follows as soon as the answer to it has left. */
  promise(): void {
    this.#isPromised = true;
  }

  /** 2.1 part 2, F01.FR.01 and .02: as if somebody had presented it here, or without a question. */
  startRemotely({ idToken, groupIdToken, remoteStartId }: RemoteStart, ask: boolean): void {
    this.#isPromised = false;
    // Somebody was faster than the answer to the CSMS.
    if (this.#state !== 'None') return;
    this.#untoldRemoteStartId = remoteStartId;
    if (ask) this.#step('presented', idToken);
    else {
      this.#step('granted', idToken, {
        accepted: true,
        reason: 'Accepted',
        ...(groupIdToken !== undefined && { groupIdToken }),
      });
    }
  }

  /** A vehicle waits: with AuthCtrlr.Enabled = false nobody has to present anything. */
  vehicleCame(): void {
    const { mayTransact, storageWatch, variables } = this.#core;
    if (variables.boolean(VARIABLE.authEnabled) || this.#state !== 'None') return;
    if (!mayTransact || !this.#evse.connected || !this.#evse.usable) return;
    if (storageWatch.hasRoom()) this.#step('granted', NO_TOKEN);
  }

  /** The CSMS told a group in a later answer. */
  learnGroup(groupIdToken: IdToken): void {
    this.#groupIdToken = groupIdToken;
  }

  /** After an interruption: who was authorized before still is; the CSMS knows. */
  restore(idToken: IdToken, groupIdToken: IdToken | undefined): void {
    [this.#state] = AUTHORIZATION[this.#state].granted;
    this.#idToken = idToken;
    this.#groupIdToken = groupIdToken;
    this.#tell('authorized');
  }

  /** Ends the authorization without a word; only from inside `Evse.apply`. */
  withdraw(): void {
    const wasAuthorized = IS_AUTHORIZED[this.#state];
    [this.#state] = AUTHORIZATION[this.#state].withdrawn;
    if (wasAuthorized) {
      this.#tell('ended');
      if (this.#evse.transaction.running === undefined) this.#core.driverTexts.left(this.#evse.id);
    }
    this.#forget();
  }

  takeUntoldToken(): IdToken | undefined {
    const token = this.#untoldToken;
    this.#untoldToken = undefined;
    return token;
  }

  takeUntoldReservationId(): number | undefined {
    const id = this.#untoldReservationId;
    this.#untoldReservationId = undefined;
    if (id !== undefined) this.#core.reservations.used(id);
    return id;
  }

  takeUntoldRemoteStartId(): number | undefined {
    const id = this.#untoldRemoteStartId;
    this.#untoldRemoteStartId = undefined;
    return id;
  }

  #step(event: AuthorizationEvent, idToken: IdToken, verdict?: Verdict): void {
    const [next, ...actions] = AUTHORIZATION[this.#state][event];
    if (!actions.some((action) => CHANGES_CONDITIONS.has(action))) this.#state = next;
    for (const action of actions) {
      switch (action) {
        case 'ask':
          void this.#ask(idToken);
          break;
        case 'grant':
          this.#grant(next, idToken, verdict);
          break;
        case 'refuse':
          if (next === 'None') this.#forget();
          this.#tell('refused', idToken, verdict?.reason);
          break;
        case 'stop':
        case 'stopByGroup':
          this.#evse.apply('stoppedByToken', () => this.withdraw(), { idToken });
          break;
        case 'stopAll':
          stopByMasterPass(this.#core, idToken);
          break;
      }
    }
    this.#evse.authorizationChanged();
  }

  #grant(next: AuthorizationState, idToken: IdToken, verdict: Verdict | undefined): void {
    const cause = this.#untoldRemoteStartId === undefined ? 'authorized' : 'remotelyStarted';
    this.#evse.apply(cause, () => {
      this.#state = next;
      this.#idToken = idToken;
      this.#untoldToken = idToken;
      this.#groupIdToken = verdict?.groupIdToken;
      this.#core.driverTexts.authorized(this.#evse.id, verdict?.told);
      this.#core.smartCharging.setPriority(this.#evse, verdict?.chargingPriority);
      this.#untoldReservationId = this.#core.reservations.claim(
        this.#evse,
        idToken,
        verdict?.groupIdToken,
      );
      this.#tell('authorized');
    });
  }

  async #ask(idToken: IdToken): Promise<void> {
    const question = ++this.#question;
    this.#tell('checking', idToken);
    const verdict = await verdictOn(this.#core, this.#evse.id, idToken, this.#groupIdToken);
    if (question !== this.#question || !this.#core.on) return;
    // H03.FR.04: only now its group is known.
    const admitted = this.#core.reservations.admits(this.#evse, idToken, verdict.groupIdToken);
    if (admitted || !verdict.accepted) this.#step(this.#meaningOf(verdict), idToken, verdict);
    else this.#step('refused', idToken, { accepted: false, reason: 'Reserved' });
  }

  #meaningOf({ accepted, groupIdToken }: Verdict): AuthorizationEvent {
    if (!accepted) return 'refused';
    if (isMasterPass(this.#core, groupIdToken)) {
      return this.#untoldRemoteStartId === undefined ? 'masterPass' : 'refused';
    }
    return sameGroup(groupIdToken, this.#groupIdToken) ? 'acceptedSameGroup' : 'accepted';
  }

  #refusesNow(idToken: IdToken): boolean {
    const reason = this.#reasonToRefuse(idToken);
    if (reason !== undefined) this.#tell('refused', idToken, reason);
    return reason !== undefined;
  }

  #reasonToRefuse(idToken: IdToken): string | undefined {
    // Whoever else comes while somebody is authorized begins nothing: who may end it does (C09, C16).
    if (IS_AUTHORIZED[this.#state]) return undefined;
    if (!this.#core.mayTransact) return 'NotAccepted';
    // Nobody could be billed for what no StartTransaction can say.
    if (speaksOnly16(this.#core.config) && !isIdTag(idToken)) return 'TokenTooLong';
    if (this.#evse.transaction.running === undefined && !this.#core.storageWatch.hasRoom()) {
      return 'StorageFull';
    }
    if (!this.#evse.usable && !this.#evse.reserved) return 'Unavailable';
    if (!this.#core.reservations.mayAdmit(this.#evse, idToken)) return 'Reserved';
    // C01.FR.23: a transaction has one token, also when its authorization has ended.
    const first = this.#evse.transaction.running?.idToken;
    const isAnother = first !== undefined && !sameIdToken(first, idToken);
    return isAnother && this.#state === 'None' ? 'TxInProgress' : undefined;
  }

  #forget(): void {
    this.#question++;
    this.#idToken = undefined;
    this.#groupIdToken = undefined;
    this.#untoldToken = undefined;
    this.#untoldRemoteStartId = undefined;
    const unused = this.#untoldReservationId;
    this.#untoldReservationId = undefined;
    if (unused !== undefined) this.#core.reservations.abandoned(unused);
  }

  #tell(
    result: 'checking' | 'authorized' | 'refused' | 'ended',
    idToken: IdToken | undefined = this.#idToken,
    reason?: string,
  ): void {
    if (idToken === undefined) return;
    this.#core.tell({
      type: 'authorization',
      evseId: this.#evse.id,
      result,
      idToken,
      ...(reason !== undefined && { reason }),
    });
  }
}
