import type { Core } from '../core.ts';
import type { Outbound } from '../outbound/outbound.ts';
import { requireTarget } from '../outbound/targets.ts';
import { isVouchedFor } from '../remote-control/sql.ts';
import type { Station } from '../stations/station.ts';
import { epochMsOf, timestampOf } from '../timestamps.ts';
import type { TokenView } from '../views.ts';
import {
  expiryOf,
  judgeToken,
  type Place,
  statusOfGroup,
  type TokenVerdict,
  TYPE_OF_ID_TAG,
} from './domain.ts';
import { TokenGroups } from './groups.ts';
import { type AuthorizationSettings, SettingsStore } from './settings.ts';
import { findTokens, keyOf, removeToken, saveToken } from './sql.ts';
import type { AuthorizationSettingsView, TokenGroupView } from './views.ts';
import { AuthorizationWebhook } from './webhook.ts';

/** Looked-up ids that are kept in memory, found or not; the oldest makes room. */
const MAX_CACHED = 20_000;

/** How long a remote start vouches for a token that is in no table, from when it was sent. */
const REMOTE_START_VALID_MS = 3_600_000;

/** 2.1 part 2, C02: stands for "no token is asked for". */
const NO_AUTHORIZATION = 'NoAuthorization';

/** 2.1 part 2, C04. */
const KEY_CODE = 'KeyCode';

interface TokenPorts {
  readonly outbound: Outbound;
  /** Told why the webhook gave no answer. */
  readonly warn: (reason: string) => void;
}

/** What is asked about a token beside the token itself. */
type Purpose = Omit<Place, 'stationId'>;

/** Who may charge: the token table, with the tokens of running traffic in memory, its groups, and the webhook. */
export class Tokens {
  readonly groups: TokenGroups;
  readonly #core: Core;
  readonly #settings: SettingsStore;
  readonly #webhook: AuthorizationWebhook;
  readonly #cache = new Map<string, readonly TokenView[]>();
  readonly #changes = new Set<() => void>();
  /** Counts writes: what was read before one may be out of date after it. */
  #writes = 0;

  private constructor(
    core: Core,
    groups: TokenGroups,
    settings: SettingsStore,
    webhook: AuthorizationWebhook,
  ) {
    this.#core = core;
    this.groups = groups;
    this.#settings = settings;
    this.#webhook = webhook;
  }

  static async load(core: Core, { outbound, warn }: TokenPorts): Promise<Tokens> {
    return new Tokens(
      core,
      await TokenGroups.load(core),
      await SettingsStore.load(core),
      new AuthorizationWebhook(outbound, core.clock, warn),
    );
  }

  get settings(): AuthorizationSettingsView {
    return this.#settings.view;
  }

  /** @throws CommandError `invalidValue` for a webhook's address that would not be asked */
  async putSettings(settings: AuthorizationSettings): Promise<AuthorizationSettingsView> {
    const { webhook } = settings;
    if (webhook !== undefined) requireTarget(webhook.url, webhook.allowPrivate);
    await this.#settings.put(settings);
    this.#webhook.forget();
    return this.#settings.view;
  }

  /** 2.x: a token is its id and its type. */
  async judge(
    station: Station,
    idToken: string,
    type: string,
    purpose: Purpose = {},
  ): Promise<TokenVerdict> {
    if (type === NO_AUTHORIZATION) return { status: 'Accepted' };
    const tokens = await this.#find(idToken);
    const token = tokens.find((each) => each.type === type);
    return this.#judge({ stationId: station.id, ...purpose }, idToken, type, token);
  }

  /** 1.6: a tag is an id only. */
  async judgeIdTag(station: Station, idTag: string, purpose: Purpose = {}): Promise<TokenVerdict> {
    const tokens = await this.#find(idTag);
    const token = tokens.find(({ type }) => type === TYPE_OF_ID_TAG) ?? tokens[0];
    const type = token?.type ?? TYPE_OF_ID_TAG;
    return this.#judge({ stationId: station.id, ...purpose }, idTag, type, token);
  }

  async #judge(
    place: Place,
    idToken: string,
    type: string,
    token: TokenView | undefined,
  ): Promise<TokenVerdict> {
    const { webhook } = this.#settings.current;
    if (webhook !== undefined && (webhook.asks === 'all' || token === undefined)) {
      const verdict = await this.#webhook.ask(webhook, { ...place, idToken, type });
      if (verdict !== undefined) return this.#limited(this.#withGroup(verdict, place));
      if (webhook.fallback === 'reject') return { status: 'Invalid' };
    }
    return this.#limited(await this.#judgeByTable(place, idToken, type, token));
  }

  async #judgeByTable(
    place: Place,
    idToken: string,
    type: string,
    token: TokenView | undefined,
  ): Promise<TokenVerdict> {
    const nowMs = this.#core.clock.epochMs();
    // An operator who starts a transaction with a token that is in no table has authorized it by doing so.
    if (token === undefined && (await this.#isVouchedFor(place.stationId, idToken, nowMs))) {
      return { status: 'Accepted' };
    }
    // C04.FR.01: a code is wrong, and not unknown.
    if (token === undefined && type === KEY_CODE) return { status: 'Invalid' };
    return judgeToken(token, this.#groupOf(token), place, nowMs);
  }

  /** Who vouches for a token need not know what this CSMS knows of its group. */
  #withGroup(verdict: TokenVerdict, place: Place): TokenVerdict {
    const group = this.#groupOf(verdict);
    if (verdict.status !== 'Accepted' || group === undefined) return verdict;
    const status = statusOfGroup(group, place, this.#core.clock.epochMs());
    const expiresAt = expiryOf(verdict, group);
    return { ...verdict, status, ...(expiresAt === undefined ? {} : { expiresAt }) };
  }

  /** The group of a token, when it is one that operators keep. */
  #groupOf(token: { readonly groupIdToken?: string } | undefined): TokenGroupView | undefined {
    const { groupIdToken } = token ?? {};
    return groupIdToken === undefined ? undefined : this.groups.get(groupIdToken);
  }

  #isVouchedFor(stationId: string, idToken: string, nowMs: number): Promise<boolean> {
    const sinceMs = nowMs - REMOTE_START_VALID_MS;
    return isVouchedFor(this.#core.database, stationId, idToken, sinceMs);
  }

  /** Stations forget an answer when its cache time is over, whatever it said. */
  #limited(verdict: TokenVerdict): TokenVerdict {
    const { cacheLifetimeS } = this.#settings.current;
    if (cacheLifetimeS === undefined) return verdict;
    const untilMs = this.#core.clock.epochMs() + cacheLifetimeS * 1000;
    const { expiresAt } = verdict;
    if (expiresAt !== undefined && epochMsOf(expiresAt) <= untilMs) return verdict;
    return { ...verdict, expiresAt: timestampOf(untilMs) };
  }

  async find(idToken: string, type: string): Promise<TokenView | undefined> {
    return (await this.#find(idToken)).find((token) => token.type === type);
  }

  /** The type of a token that is known under one type only. */
  async typeOf(idToken: string): Promise<string | undefined> {
    const tokens = await this.#find(idToken);
    return tokens.length === 1 ? tokens[0]?.type : undefined;
  }

  async put(token: TokenView): Promise<void> {
    await this.#core.database.write([saveToken(token)]);
    this.#forget(token.idToken);
  }

  /** @returns false when there was none */
  async remove(idToken: string, type: string): Promise<boolean> {
    if ((await this.find(idToken, type)) === undefined) return false;
    await this.#core.database.write([removeToken(idToken, type)]);
    this.#forget(idToken);
    return true;
  }

  async putGroup(group: TokenGroupView): Promise<void> {
    await this.groups.put(group);
    this.#tell();
  }

  /** @returns false when there was none */
  async removeGroup(groupIdToken: string): Promise<boolean> {
    const removed = await this.groups.remove(groupIdToken);
    if (removed) this.#tell();
    return removed;
  }

  /** Calls back after each change of a token or a group. */
  onChange(listener: () => void): void {
    this.#changes.add(listener);
  }

  #tell(): void {
    this.#webhook.forget();
    for (const listener of this.#changes) listener();
  }

  #forget(idToken: string): void {
    this.#writes += 1;
    this.#cache.delete(keyOf(idToken));
    this.#tell();
  }

  async #find(idToken: string): Promise<readonly TokenView[]> {
    const key = keyOf(idToken);
    const cached = this.#cache.get(key);
    if (cached !== undefined) return cached;
    const writes = this.#writes;
    const found = await findTokens(this.#core.database, idToken);
    if (writes !== this.#writes) return found;
    this.#cache.set(key, found);
    if (this.#cache.size > MAX_CACHED) {
      for (const oldest of this.#cache.keys()) {
        this.#cache.delete(oldest);
        break;
      }
    }
    return found;
  }
}
