import { keyOf } from '../authorization/sql.ts';
import { CommandError } from '../command-error.ts';
import type { Core } from '../core.ts';
import {
  type Among,
  countActiveOfGroup,
  countActiveOfToken,
  deleteConcurrencyRule,
  loadConcurrencyRules,
  saveConcurrencyRule,
} from './concurrency-sql.ts';
import type { Transaction } from './domain.ts';
import { saveGroup } from './sql.ts';
import type { ConcurrencyRuleView } from './views.ts';

/**
 * How many transactions at once a token, or all tokens of a group together, may have. Without a rule as many as they
 * like. More are answered with `ConcurrentTx` (2.1 part 2, AuthorizationStatusEnumType; 1.6 edition 2, 7.2), also when a
 * transaction of 2.x that began without a token is authorized later (E05.FR.01): the transaction is in the books all the same, and what the station does about it is for its StopTxOnInvalidId to say.
 */
export class Concurrency {
  readonly #core: Core;
  readonly #rules = new Map<string, ConcurrencyRuleView>();

  private constructor(core: Core) {
    this.#core = core;
  }

  static async load(core: Core): Promise<Concurrency> {
    const concurrency = new Concurrency(core);
    for (const rule of await loadConcurrencyRules(core.database)) {
      concurrency.#rules.set(nameOf(rule), rule);
    }
    return concurrency;
  }

  rules(): ConcurrencyRuleView[] {
    return [...this.#rules.values()];
  }

  /** @throws CommandError `notFound` */
  get({ scope, id }: Pick<ConcurrencyRuleView, 'scope' | 'id'>): ConcurrencyRuleView {
    const rule = this.#rules.get(nameOf({ scope, id }));
    if (rule === undefined)
      throw new CommandError('notFound', `There is no rule for the ${scope} ${id}.`);
    return rule;
  }

  async put(rule: ConcurrencyRuleView): Promise<ConcurrencyRuleView> {
    await this.#core.database.write([saveConcurrencyRule(rule)]);
    this.#rules.set(nameOf(rule), rule);
    return rule;
  }

  /** @throws CommandError `notFound` */
  async remove(rule: Pick<ConcurrencyRuleView, 'scope' | 'id'>): Promise<void> {
    this.get(rule);
    await this.#core.database.write([deleteConcurrencyRule(rule.scope, keyOf(rule.id))]);
    this.#rules.delete(nameOf(rule));
  }

  /**
   * Whether this transaction is one too many: others of the same token or group that are under way count.
   *
   * @param among `earlier`: only those that began before it, so that a repeated message gets the same answer. `others`:
   * all, because it is authorized only now, and one that began later may have been authorized before
   */
  async exceeds(
    { key, idToken }: Transaction,
    groupIdToken: string | undefined,
    among: Among,
  ): Promise<boolean> {
    if (this.#rules.size === 0 || idToken === undefined) return false;
    const { database } = this.#core;
    const ofToken = this.#ruleOf('token', idToken.value.idToken);
    const ofGroup = this.#ruleOf('group', groupIdToken);
    if (ofGroup !== undefined) await database.write([saveGroup(key, keyOf(ofGroup.id))]);
    if (ofToken !== undefined) {
      const active = await countActiveOfToken(database, keyOf(ofToken.id), key, among);
      if (active >= ofToken.max) return true;
    }
    if (ofGroup === undefined) return false;
    return (await countActiveOfGroup(database, keyOf(ofGroup.id), key, among)) >= ofGroup.max;
  }

  #ruleOf(scope: ConcurrencyRuleView['scope'], id: string | undefined) {
    return id === undefined ? undefined : this.#rules.get(nameOf({ scope, id }));
  }
}

function nameOf({ scope, id }: Pick<ConcurrencyRuleView, 'scope' | 'id'>): string {
  return `${scope} ${keyOf(id)}`;
}
