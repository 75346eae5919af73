import type { Clock } from '@northbound/rpc';
import { attemptsAtAccount, FailedAttempts } from '../attempts.ts';
import { Problem } from '../problems.ts';
import type { Users, UserView } from './users.ts';

/** Passwords that are hashed at one moment; each takes 32 MiB and a core for a while. */
const mostAtOnce = 8;

/** Checks passwords, few at a time and few for each account and address. */
export class Login {
  readonly #users: Users;
  readonly #ofAddress: FailedAttempts;
  readonly #atAccount: FailedAttempts;
  #underWay = 0;

  constructor(users: Users, clock: Pick<Clock, 'monotonicMs'>) {
    this.#users = users;
    this.#ofAddress = new FailedAttempts(clock);
    this.#atAccount = new FailedAttempts(clock, attemptsAtAccount);
  }

  /**
   * @returns undefined when the name or the password is wrong: nobody learns which
   * @throws Problem `tooManyAttempts`, `unavailable`
   */
  async check(
    name: string,
    password: string,
    remoteAddress: string,
  ): Promise<UserView | undefined> {
    const account = name.toLowerCase();
    this.#mayTry(remoteAddress, account);
    // Counted before the hash is known: attempts that run side by side do not get past the limit.
    this.#ofAddress.failed(remoteAddress);
    this.#atAccount.failed(account);
    const user = await this.#oneOfFew(() => this.#users.verify(name, password));
    if (user === undefined) return undefined;
    this.#ofAddress.succeeded(remoteAddress);
    this.#atAccount.succeeded(account);
    return user;
  }

  /** @throws Problem `tooManyAttempts`, `unavailable` */
  async invited(invitation: string, remoteAddress: string): Promise<UserView | undefined> {
    this.#mayTry(remoteAddress);
    const user = await this.#users.invited(invitation);
    if (user === undefined) this.#ofAddress.failed(remoteAddress);
    return user;
  }

  /** @throws Problem `unavailable` */
  setPassword(userId: string, password: string): Promise<void> {
    return this.#oneOfFew(() => this.#users.setPassword(userId, password));
  }

  #mayTry(remoteAddress: string, account?: string): void {
    const retryAfterS = Math.max(
      this.#ofAddress.waitS(remoteAddress),
      account === undefined ? 0 : this.#atAccount.waitS(account),
    );
    if (retryAfterS > 0) throw new Problem('tooManyAttempts', { retryAfterS });
  }

  async #oneOfFew<T>(work: () => Promise<T>): Promise<T> {
    if (this.#underWay >= mostAtOnce)
      throw new Problem('unavailable', {
        detail: 'Too many people sign in at this moment.',
        retryAfterS: 1,
      });
    this.#underWay += 1;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
    }
  }
}
