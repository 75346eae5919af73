import type { Ocpp21 } from '@northbound/protocol';
import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import type { OwnCertificate } from './own-certificate.ts';
import { RENEWAL, type RenewalEvent, type RenewalState } from './table.ts';
import type { CertificateTools } from './tools.ts';
import type { TrustStore } from './trust-store.ts';

const DAY_MS = 86_400_000;
/** A03.FR.02 */
const MONTH_MS = 30 * DAY_MS;

/** The way to a new certificate of the station's own (2.1 part 2, A02 and A03; 1.6 whitepaper, 4.2). */
export class Renewal {
  readonly #core: Core;
  readonly #tools: CertificateTools;
  readonly #own: OwnCertificate;
  readonly #trust: TrustStore;
  #state: RenewalState = 'Idle';
  #timer: Timer | undefined;
  #expiryCheck: Timer | undefined;
  /** How often the same certificate was asked for again. */
  #repeats = 0;
  /** Tells an answer from one to an older question. */
  #requests = 0;

  constructor(core: Core, tools: CertificateTools, own: OwnCertificate, trust: TrustStore) {
    this.#core = core;
    this.#tools = tools;
    this.#own = own;
    this.#trust = trust;
  }

  /** After the boot: goes on where the last power cut interrupted it. */
  begin(): void {
    if (this.#own.candidate !== undefined) this.#state = 'Trying';
    else if (this.#own.pending !== undefined) {
      // As after the answer to SignCertificate: the rest of the wait is not known any more.
      this.#state = 'Requesting';
      this.#step('accepted');
    }
  }

  /** The CSMS has let the station in. */
  linkUp(): void {
    void this.#checkExpiry();
  }

  /** TriggerMessage(SignChargingStationCertificate). */
  trigger(): void {
    this.#repeats = 0;
    this.#step('wanted');
  }

  /** CertificateSigned. */
  async signed({
    certificateChain,
    certificateType = 'ChargingStationCertificate',
    requestId,
  }: Ocpp21.CertificateSignedRequest): Promise<Ocpp21.CertificateSignedResponse> {
    const { pending } = this.#own;
    const isAwaited = this.#state === 'Requesting' || this.#state === 'Awaiting';
    if (pending === undefined || !isAwaited || certificateType !== 'ChargingStationCertificate') {
      return rejected('InvalidCertificate', 'No such certificate was asked for.');
    }
    // A02.FR.26
    if (requestId !== undefined && requestId !== pending.requestId) {
      return rejected('InvalidCertificate', `There is no request ${requestId}.`);
    }
    const maxChars = this.#core.variables.integer(VARIABLE.maxCertificateChainSize);
    if (certificateChain.length > maxChars) {
      return rejected('TooLargeElement', `MaxCertificateChainSize is ${maxChars}.`);
    }
    const { privateKey } = pending;
    const problem = await this.#tools.chainProblem(certificateChain, {
      privateKey,
      commonName: this.#commonName,
      roots: this.#trust.pems('CSMSRootCertificate'),
      epochMs: this.#core.clock.epochMs(),
    });
    if (!this.#core.on || this.#own.pending?.requestId !== pending.requestId) {
      return rejected('InvalidCertificate', 'Another one was asked for meanwhile.');
    }
    if (problem !== undefined) {
      this.#step('signedBadly', problem);
      return rejected('InvalidCertificate', problem);
    }
    if (!this.#own.propose(certificateChain, privateKey)) {
      return rejected('OutOfStorage', 'The flash has no room for it.');
    }
    this.#core.network.candidatesChanged();
    this.#step(this.#core.network.securityProfile === 3 ? 'signedInUse' : 'signed');
    return { status: 'Accepted' };
  }

  /** A connection came about. @param cert the station's certificate that it was made with */
  connected(cert: string | undefined): void {
    if (cert === undefined || this.#state !== 'Trying') return;
    this.#step(cert === this.#own.candidate?.cert ? 'newWorked' : 'oldWorked');
  }

  #step(event: RenewalEvent, detail = ''): void {
    const [next, ...actions] = RENEWAL[this.#state][event];
    if (next !== this.#state) this.#timer?.cancel();
    this.#state = next;
    for (const action of actions) {
      switch (action) {
        case 'request':
          void this.#request();
          break;
        case 'repeat':
          void this.#repeat();
          break;
        case 'wait':
          this.#wait();
          break;
        case 'forget':
          this.#own.forgetRequest();
          break;
        case 'reportInvalid':
          this.#core.security.record('InvalidChargingStationCertificate', detail);
          break;
        case 'tryNew':
          // The answer to CertificateSigned leaves first.
          this.#core.after(0, () => this.#core.network.reconnect());
          break;
        case 'keepNew':
          this.#own.keepCandidate();
          this.#core.security.record(
            'ReconfigurationOfSecurityParameters',
            'ChargingStationCertificate',
          );
          break;
        case 'discardNew':
          this.#own.discardCandidate();
          this.#core.security.record('DiscardedRenewedClientCertificate');
          break;
      }
    }
  }

  async #request(): Promise<void> {
    const isCurrent = this.#newRequest();
    const subject = {
      commonName: this.#commonName,
      organizationName: this.#core.variables.text(VARIABLE.organizationName),
    };
    const made = await this.#tools.request(subject).catch(() => undefined);
    if (!isCurrent()) return;
    if (made === undefined) {
      // What makes keys failed: it is asked again later.
      this.#step('unanswered');
      return;
    }
    const requestId = (this.#own.pending?.requestId ?? 0) + 1;
    this.#own.ask({ requestId, ...made });
    await this.#send(made.csr, requestId, isCurrent);
  }

  /**
   * A02.FR.17: with the same key, so that a certificate that was signed meanwhile and comes late is still of use, and
   * no reason to end the renewal (A02.FR.07, .20).
   */
  async #repeat(): Promise<void> {
    const { pending } = this.#own;
    if (pending === undefined) return this.#request();
    await this.#send(pending.csr, pending.requestId, this.#newRequest());
  }

  /** @returns whether no other request has followed, and the power is still on */
  #newRequest(): () => boolean {
    const request = ++this.#requests;
    return () => this.#core.on && request === this.#requests;
  }

  async #send(csr: string, requestId: number, isCurrent: () => boolean): Promise<void> {
    const certificateType = 'ChargingStationCertificate' as const;
    const outcome = await this.#core.link?.signCertificate({ csr, certificateType, requestId });
    if (!isCurrent() || this.#state !== 'Requesting') return;
    if (outcome?.outcome === 'answered') {
      this.#step(outcome.payload.status === 'Accepted' ? 'accepted' : 'refused');
    } else {
      this.#step(outcome?.outcome === 'refused' ? 'refused' : 'unanswered');
    }
  }

  /** A02.FR.17 to .19 */
  #wait(): void {
    const { variables } = this.#core;
    const waitS = variables.integer(VARIABLE.certSigningWaitMinimum) * 2 ** this.#repeats;
    this.#timer = this.#core.after(waitS * 1000, () => {
      if (this.#repeats < variables.integer(VARIABLE.certSigningRepeatTimes)) {
        this.#repeats += 1;
        this.#step('due');
      } else {
        this.#step('exhausted');
      }
    });
  }

  /** A03: a certificate that is in use and expires within a month; looked at once a day. */
  async #checkExpiry(): Promise<void> {
    this.#expiryCheck?.cancel();
    this.#expiryCheck = this.#core.after(DAY_MS, () => void this.#checkExpiry());
    const { current } = this.#own;
    if (current === undefined || this.#core.csms === undefined || this.#state !== 'Idle') return;
    // What cannot be read is not renewed by itself: the CSMS may ask for it.
    const expiryMs = await this.#tools.expiryMs(current.cert).catch(() => Infinity);
    const leftMs = expiryMs - this.#core.clock.epochMs();
    if (this.#core.on && leftMs < MONTH_MS) this.trigger();
  }

  get #commonName(): string {
    const { serialNumber, identity } = this.#core.config;
    return serialNumber ?? identity;
  }
}

function rejected(reasonCode: string, additionalInfo: string): Ocpp21.CertificateSignedResponse {
  return {
    status: 'Rejected',
    statusInfo: { reasonCode, additionalInfo: additionalInfo.slice(0, 512) },
  };
}
