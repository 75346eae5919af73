import type { SqlValue, Statement } from '../database.ts';
import { DatabaseError, type DatabaseErrorKind } from '../errors.ts';
import type { BatchResult } from './group.ts';

/**
 * A group of batches on its way to the writer's thread, flat: copying one array of plain values between threads costs
 * a fraction of copying nested objects, and each SQL text travels once.
 */
export interface GroupMessage {
  /** SQL texts the writer has not seen; their numbers continue those of the groups before. */
  readonly newSql: readonly string[];
  /** For each batch: its number of statements, then for each statement: number of its SQL text, count of parameters. */
  readonly shape: readonly number[];
  /** The parameters of all statements in order. */
  readonly values: readonly SqlValue[];
}

/** What the writer's thread says. */
export type WriterMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'cannotOpen'; readonly kind: DatabaseErrorKind; readonly detail: string }
  | { readonly type: 'committed'; readonly failures: readonly GroupFailure[] };

export interface GroupFailure {
  readonly batch: number;
  readonly kind: DatabaseErrorKind;
  readonly message: string;
}

/** Flattens groups, and knows which SQL texts the other side has. */
export class GroupEncoder {
  readonly #numbers = new Map<string, number>();

  encode(batches: readonly (readonly Statement[])[]): GroupMessage {
    const newSql: string[] = [];
    const shape: number[] = [];
    const values: SqlValue[] = [];
    for (const batch of batches) {
      shape.push(batch.length);
      for (const { sql, params } of batch) {
        let number = this.#numbers.get(sql);
        if (number === undefined) {
          number = this.#numbers.size;
          this.#numbers.set(sql, number);
          newSql.push(sql);
        }
        shape.push(number, params.length);
        for (const value of params) values.push(value);
      }
    }
    return { newSql, shape, values };
  }
}

/** The other side of {@link GroupEncoder}. */
export class GroupDecoder {
  readonly #sql: string[] = [];

  decode({ newSql, shape, values }: GroupMessage): Statement[][] {
    this.#sql.push(...newSql);
    const batches: Statement[][] = [];
    let at = 0;
    let value = 0;
    const next = () => shape[at++] ?? 0;
    while (at < shape.length) {
      const batch: Statement[] = [];
      for (let left = next(); left > 0; left -= 1) {
        const sql = this.#sql[next()] ?? '';
        const end = value + next();
        batch.push({ sql, params: values.slice(value, end) });
        value = end;
      }
      batches.push(batch);
    }
    return batches;
  }
}

export function failuresOf(results: readonly BatchResult[]): GroupFailure[] {
  const failures: GroupFailure[] = [];
  results.forEach((error, batch) => {
    if (error !== undefined) failures.push({ batch, kind: error.kind, message: error.detail });
  });
  return failures;
}

export function errorOf({ kind, message }: Pick<GroupFailure, 'kind' | 'message'>): DatabaseError {
  return new DatabaseError(kind, message);
}
