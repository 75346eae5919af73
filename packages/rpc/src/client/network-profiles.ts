import type { TlsIdentity } from '../ports.ts';

/** One slot of NetworkConfigurationPriority. */
export interface NetworkProfile {
  /** The configuration slot. */
  readonly slot: number;
  /** The CSMS's endpoint without the identity. */
  readonly url: string;
  readonly password?: Uint8Array;
  readonly tls?: TlsIdentity;
}

/**
 * Which profile to try next (2.1 part 2, B10): each as often as NetworkProfileConnectionAttempts
 * says, in the order of NetworkConfigurationPriority, after the last the first again.
 */
export class ProfileRotation {
  #profiles: readonly NetworkProfile[];
  readonly #attempts: number;
  #index = 0;
  #failures = 0;
  /** Whether an attempt has failed since it was last connected. */
  #isFailing = false;

  constructor(profiles: readonly NetworkProfile[], attempts: number) {
    this.#profiles = someOf(profiles);
    this.#attempts = attempts;
  }

  /** From now on these, from the first one on; in the middle of attempts from where it is. */
  replace(profiles: readonly NetworkProfile[]): void {
    const { slot } = this.current;
    this.#profiles = someOf(profiles);
    // Who has news often would else never get to the second one.
    if (this.#isFailing && this.#profiles[this.#index]?.slot === slot) return;
    this.#index = 0;
    this.#failures = 0;
  }

  get current(): NetworkProfile {
    const profile = this.#profiles[this.#index];
    if (profile === undefined) throw new RangeError('no profile');
    return profile;
  }

  connected(): void {
    this.#isFailing = false;
    this.#failures = 0;
  }

  failed(): void {
    this.#isFailing = true;
    this.#failures += 1;
    if (this.#failures < this.#attempts) return;
    this.#failures = 0;
    this.#index = (this.#index + 1) % this.#profiles.length;
  }
}

function someOf(profiles: readonly NetworkProfile[]): readonly NetworkProfile[] {
  if (profiles.length === 0) throw new RangeError('a client needs at least one network profile');
  return profiles;
}
