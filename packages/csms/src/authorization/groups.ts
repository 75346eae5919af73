import type { Core } from '../core.ts';
import { keyOf, loadGroups, removeGroup, saveGroup } from './sql.ts';
import type { TokenGroupView } from './views.ts';

/** Groups of tokens, kept in memory: every judgement of a token looks at its group. */
export class TokenGroups {
  readonly #core: Core;
  readonly #groups = new Map<string, TokenGroupView>();

  private constructor(core: Core, groups: readonly TokenGroupView[]) {
    this.#core = core;
    for (const group of groups) this.#groups.set(keyOf(group.groupIdToken), group);
  }

  static async load(core: Core): Promise<TokenGroups> {
    return new TokenGroups(core, await loadGroups(core.database));
  }

  all(): readonly TokenGroupView[] {
    return [...this.#groups.values()].sort((a, b) => (a.groupIdToken < b.groupIdToken ? -1 : 1));
  }

  get(groupIdToken: string): TokenGroupView | undefined {
    return this.#groups.get(keyOf(groupIdToken));
  }

  async put(group: TokenGroupView): Promise<void> {
    await this.#core.database.write([saveGroup(group)]);
    this.#groups.set(keyOf(group.groupIdToken), group);
  }

  /** Its tokens keep its name. @returns false when there was none */
  async remove(groupIdToken: string): Promise<boolean> {
    if (this.get(groupIdToken) === undefined) return false;
    await this.#core.database.write([removeGroup(groupIdToken)]);
    this.#groups.delete(keyOf(groupIdToken));
    return true;
  }
}
