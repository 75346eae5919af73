import { keyOf } from '../authorization/sql.ts';
import type { Database, Statement } from '../store/database.ts';
import type { ConcurrencyRuleView } from './views.ts';

export function saveConcurrencyRule({ scope, id, max }: ConcurrencyRuleView): Statement {
  return {
    sql: `INSERT INTO concurrency_rules (scope, id_key, id, max) VALUES (?, ?, ?, ?)
      ON CONFLICT (scope, id_key) DO UPDATE SET id = excluded.id, max = excluded.max`,
    params: [scope, keyOf(id), id, max],
  };
}

export function deleteConcurrencyRule(scope: string, idKey: string): Statement {
  return {
    sql: 'DELETE FROM concurrency_rules WHERE scope = ? AND id_key = ?',
    params: [scope, idKey],
  };
}

export function loadConcurrencyRules(database: Database): Promise<ConcurrencyRuleView[]> {
  return database.read<ConcurrencyRuleView>({
    sql: 'SELECT scope, id, max FROM concurrency_rules ORDER BY scope, id_key',
    params: [],
  });
}

/** Which transactions count beside one: those that began here before it, or all. */
export type Among = 'earlier' | 'others';

const OPERATORS: Readonly<Record<Among, string>> = { earlier: '<', others: '<>' };

/** Transactions of a token that are under way, beside the one with this key. */
export function countActiveOfToken(
  database: Database,
  tokenKey: string,
  key: number,
  among: Among,
): Promise<number> {
  return count(database, 'lower(id_token)', tokenKey, key, among);
}

export function countActiveOfGroup(
  database: Database,
  groupKey: string,
  key: number,
  among: Among,
): Promise<number> {
  return count(database, 'group_key', groupKey, key, among);
}

async function count(
  database: Database,
  column: string,
  value: string,
  key: number,
  among: Among,
): Promise<number> {
  const [row] = await database.read<{ readonly count: number }>({
    sql: `SELECT count(*) AS count FROM transactions
      WHERE ${column} = ? AND active = 1 AND id ${OPERATORS[among]} ?`,
    params: [value, key],
  });
  return row?.count ?? 0;
}
