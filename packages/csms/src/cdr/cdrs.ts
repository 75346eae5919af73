import { CommandError } from '../command-error.ts';
import { equals, isInTime, type PageRequest, readPage } from '../paging.ts';
import type { Database } from '../store/database.ts';
import { replay } from '../transactions/replay.ts';
import { findByKey } from '../transactions/sql.ts';
import type { Page } from '../views.ts';
import { canonicalJson } from './canonical-json.ts';
import { FIRST_HASH, linkHash } from './chain.ts';
import { cdrContent, READING_RULES } from './content.ts';
import { type CdrRow, cdrView, findCdr, SELECT_CDRS } from './sql.ts';
import type { CdrContent, CdrVerificationView, CdrView } from './views.ts';

export interface CdrFilter {
  readonly stationId?: string;
  readonly idToken?: string;
  readonly transaction?: number;
  /** Of transactions that were over then or later. */
  readonly from?: string;
  /** Of transactions that were over before. */
  readonly to?: string;
  /** Only those that no later record has replaced. */
  readonly inForce?: boolean;
}

/** Records that an export reads in one go. */
const RECORDS_AT_ONCE = 500;

/** The sealed charge detail records. */
export class Cdrs {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** By number, the first one first. */
  page(filter: CdrFilter, page: PageRequest): Promise<Page<CdrView>> {
    const { stationId, idToken, transaction, inForce } = filter;
    return readPage<CdrRow, CdrView>(
      this.#database,
      {
        select: SELECT_CDRS,
        where: [
          equals('cdr.station_id', stationId),
          equals('cdr.id_token', idToken),
          equals('cdr.transaction_key', transaction),
          isInTime('cdr.ended_at', filter),
          inForce === undefined
            ? undefined
            : { sql: `later.number IS ${inForce ? '' : 'NOT '}NULL`, params: [] },
        ],
        sortedBy: ['cdr.number'],
        direction: 'ASC',
      },
      page,
      cdrView,
    );
  }

  /** All that fit, piece by piece: an export of years costs no memory. */
  async *pages(filter: CdrFilter): AsyncGenerator<readonly CdrView[]> {
    let cursor: string | undefined;
    do {
      const page: Page<CdrView> = await this.page(filter, {
        limit: RECORDS_AT_ONCE,
        ...(cursor === undefined ? {} : { cursor }),
      });
      yield page.items;
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }

  /** @throws CommandError `notFound` */
  async get(number: number): Promise<CdrView> {
    return cdrView(await this.#row(number));
  }

  /**
   * Tells the record again from the ledger as it was then, and compares every byte.
   *
   * @throws CommandError `notFound`
   */
  async verify(number: number): Promise<CdrVerificationView> {
    const row = await this.#row(number);
    const before = number === 1 ? undefined : await findCdr(this.#database, number - 1);
    const previousHash = number === 1 ? FIRST_HASH : before?.hash;
    const { content } = cdrView(row);
    const contentMatches = (await this.#retold(content)) === row.content;
    return {
      number,
      contentMatches,
      hashMatches:
        row.previous_hash === previousHash && row.hash === linkHash(row.previous_hash, row.content),
      ...(!contentMatches && content.rules !== READING_RULES && { olderRules: true }),
    };
  }

  /** By the rules of today, in the form that it has. */
  async #retold(content: CdrContent): Promise<string | undefined> {
    const transaction = await findByKey(this.#database, content.transaction);
    if (transaction === undefined) return undefined;
    const told = await replay(this.#database, transaction, content.ledger);
    if (told === undefined) return undefined;
    const { rules: _, ...retold } = cdrContent(told, content.number, content.supersedes);
    return canonicalJson(
      content.rules === undefined ? retold : { ...retold, rules: content.rules },
    );
  }

  async #row(number: number): Promise<CdrRow> {
    const row = await findCdr(this.#database, number);
    if (row === undefined) {
      throw new CommandError('notFound', `There is no charge detail record ${number}.`);
    }
    return row;
  }
}
