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

/** Transactions of a token that are under way and began here before the one with this key. */
export function countActiveOfToken(
  database: Database,
  tokenKey: string,
  beforeKey: number,
): Promise<number> {
  return count(database, 'lower(id_token) = ?', tokenKey, beforeKey);
}

export function countActiveOfGroup(
  database: Database,
  groupKey: string,
  beforeKey: number,
): Promise<number> {
  return count(database, 'group_key = ?', groupKey, beforeKey);
}

async function count(
  database: Database,
  condition: string,
  value: string,
  beforeKey: number,
): Promise<number> {
  const [row] = await database.read<{ readonly count: number }>({
    sql: `SELECT count(*) AS count FROM transactions WHERE ${condition} AND active = 1 AND id < ?`,
    params: [value, beforeKey],
  });
  return row?.count ?? 0;
}
