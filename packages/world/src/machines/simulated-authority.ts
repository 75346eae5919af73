import type { CertificateAuthority, Signed, SigningRequest } from '@northbound/csms';
import type { Clock } from '@northbound/rpc';
import type { Dice } from '@northbound/rpc/testing';
import { contentsOf, simulatedCertificate } from './simulated-certificates.ts';

const S = 1_000;
const MIN = 60 * S;

/** A certificate authority that takes its time, mostly some seconds, and refuses now and then. */
export class SimulatedAuthority implements CertificateAuthority {
  readonly signs = new Set(['ChargingStationCertificate'] as const);
  readonly #clock: Clock;
  readonly #dice: Dice;

  constructor(clock: Clock, dice: Dice) {
    this.#clock = clock;
    this.#dice = dice;
  }

  async sign({ csr }: SigningRequest): Promise<Signed> {
    const dice = this.#dice;
    const waitMs = dice.chance(0.7) ? dice.between(1 * S, 20 * S) : dice.between(1 * MIN, 20 * MIN);
    await new Promise<void>((resolve) => this.#clock.after(waitMs, resolve));
    const contents = contentsOf(csr);
    if (contents === undefined) return { refusedBecause: 'it is no request' };
    if (dice.chance(0.1)) return { refusedBecause: 'a person has to look at it' };
    const serial = dice.between(1, Number.MAX_SAFE_INTEGER);
    return { certificateChain: simulatedCertificate({ ...contents, serial }) };
  }
}
