import type { Core } from '../core.ts';
import { wasRemotelyStarted } from '../remote-control/sql.ts';
import type { Station } from '../stations/station.ts';
import type { TokenView } from '../views.ts';
import { judgeToken, type TokenVerdict } from './domain.ts';
import { findTokens, keyOf, removeToken, saveToken } from './sql.ts';

/** Looked-up ids that are kept in memory, found or not; the oldest makes room. */
const MAX_CACHED = 20_000;

/** How long a remote start vouches for a token that is in no table. */
const REMOTE_START_VALID_MS = 3_600_000;

/** 2.1 part 2, C02: stands for "no token is asked for". */
const NO_AUTHORIZATION = 'NoAuthorization';

/** 1.6 has no types: an idTag is the token of this type if there is one, else of whatever type there is. */
const TYPE_OF_ID_TAG = 'ISO14443';

/** The token table, with the tokens of running traffic in memory. */
export class Tokens {
  readonly #core: Core;
  readonly #cache = new Map<string, readonly TokenView[]>();
  /** Counts writes: what was read before one may be out of date after it. */
  #writes = 0;

  constructor(core: Core) {
    this.#core = core;
  }

  /** 2.x: a token is its id and its type. */
  async judge(station: Station, idToken: string, type: string): Promise<TokenVerdict> {
    if (type === NO_AUTHORIZATION) return { status: 'Accepted' };
    const tokens = await this.#find(idToken);
    return this.#judge(
      station,
      idToken,
      tokens.find((token) => token.type === type),
    );
  }

  /** 1.6: a tag is an id only. */
  async judgeIdTag(station: Station, idTag: string): Promise<TokenVerdict> {
    const tokens = await this.#find(idTag);
    const token = tokens.find(({ type }) => type === TYPE_OF_ID_TAG) ?? tokens[0];
    return this.#judge(station, idTag, token);
  }

  async #judge(
    station: Station,
    idToken: string,
    token: TokenView | undefined,
  ): Promise<TokenVerdict> {
    // An operator who starts a transaction with a token that is in no table has authorized it by doing so.
    const nowMs = this.#core.clock.epochMs();
    if (
      token === undefined &&
      (await wasRemotelyStarted(
        this.#core.database,
        station.id,
        idToken,
        nowMs - REMOTE_START_VALID_MS,
      ))
    ) {
      return { status: 'Accepted' };
    }
    return judgeToken(token, nowMs);
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

  #forget(idToken: string): void {
    this.#writes += 1;
    this.#cache.delete(keyOf(idToken));
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
