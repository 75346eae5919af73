import type { Clock } from '@northbound/rpc';
import { remember } from '../../remember.ts';
import { FailedAttempts, networkOf } from '../attempts.ts';
import { Problem } from '../problems.ts';
import { BackOff } from './back-off.ts';
import { HashingSlots } from './hashing-slots.ts';
import { nameKey, type Proof, type Users, type UserView } from './users.ts';

/** Guesses at one account from everywhere together: passwords that people choose can be guessed, and addresses are cheap. */
const attemptsAtAccount = { burst: 20, refillS: 60 } as const;
/** Attempts of an address at accounts that nobody has, of which the audit log tells: enough to see that they are made. */
const strangersNoted = { burst: 20, refillS: 60 } as const;

/**
 * Checks passwords. Guessing is slow: an address that fails at an account waits longer each time, and an account takes
 * few failures from all addresses together. Nobody is locked out by somebody else: neither by who guesses behind the
 * same address (at another account), nor, where one has signed in before, by who guesses from other addresses.
 */
export class Login {
  readonly #users: Users;
  readonly #slots = new HashingSlots();
  /** By account and address. */
  readonly #backOff: BackOff;
  readonly #atAccount: FailedAttempts;
  readonly #invitations: FailedAttempts;
  readonly #noted: FailedAttempts;
  /** Accounts with the addresses from which their owners came in. */
  readonly #known = new Map<string, true>();

  constructor(users: Users, clock: Pick<Clock, 'monotonicMs'>) {
    this.#users = users;
    this.#backOff = new BackOff(clock);
    this.#atAccount = new FailedAttempts(clock, attemptsAtAccount);
    this.#invitations = new FailedAttempts(clock);
    this.#noted = new FailedAttempts(clock, strangersNoted);
  }

  /**
   * @returns undefined when the name or the password is wrong: nobody learns which
   * @throws Problem `tooManyAttempts`, `unavailable`
   */
  async check(name: string, password: string, remoteAddress: string): Promise<Proof | undefined> {
    const account = nameKey(name);
    const address = networkOf(remoteAddress);
    const pair = JSON.stringify([account, address]);
    const isKnown = this.#known.has(pair);
    const refuseGuesses = () =>
      refuseUntil(
        Math.max(this.#backOff.waitS(pair), isKnown ? 0 : this.#atAccount.waitS(account)),
      );
    refuseGuesses();
    const proof = await this.#slots.run(address, isKnown, () => {
      // Looked at again, and counted before the hash is known: many at once do not get past the limit.
      refuseGuesses();
      this.#backOff.failed(pair);
      if (!isKnown) this.#atAccount.failed(account);
      return this.#users.verify(name, password);
    });
    if (proof === undefined) return undefined;
    this.#backOff.succeeded(pair);
    if (!isKnown) this.#atAccount.succeeded(account);
    remember(this.#known, pair, true);
    return proof;
  }

  /** Nobody comes by an invitation through trying: one that is right is always taken. @throws Problem `tooManyAttempts` */
  async invited(invitation: string, remoteAddress: string): Promise<UserView | undefined> {
    const user = await this.#users.invited(invitation);
    if (user !== undefined) return user;
    const address = networkOf(remoteAddress);
    refuseUntil(this.#invitations.waitS(address));
    this.#invitations.failed(address);
    return undefined;
  }

  /** Whether an attempt of nobody that is known is told: who makes thousands of them must not fill the disk. */
  isToldOf(remoteAddress: string): boolean {
    const address = networkOf(remoteAddress);
    if (this.#noted.waitS(address) > 0) return false;
    this.#noted.failed(address);
    return true;
  }

  /** Who has chosen a password with an invitation; undefined when it is good no more. @throws Problem `unavailable` */
  accept(invitation: string, password: string): Promise<Proof | undefined> {
    return this.#slots.run('', true, () => this.#users.accept(invitation, password));
  }

  /** For who has shown already who they are. @throws Problem `unavailable` */
  setPassword(userId: string, password: string): Promise<void> {
    return this.#slots.run('', true, () => this.#users.setPassword(userId, password));
  }
}

function refuseUntil(retryAfterS: number): void {
  if (retryAfterS > 0) throw new Problem('tooManyAttempts', { retryAfterS });
}
