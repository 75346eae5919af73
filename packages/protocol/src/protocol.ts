import { ACTIONS, type ActionInfo } from './tables/actions.ts';
import { explain, type Violation } from './validation/explain.ts';
import type { SchemaTable } from './validation/schema-table.ts';
import { SUBPROTOCOLS, type Subprotocol, type Version } from './version.ts';

/** Says whether a payload is what the schema of its message asks for. */
export interface Validator<T> {
  /** Yes or no, in one pass and without allocations. */
  is(payload: unknown): payload is T;
  /** Everything that is wrong, capped; empty exactly when `is` says yes. Slow: ask it after a no. */
  explain(payload: unknown): Violation[];
}

/** What one version of OCPP says: its actions, and how their payloads look. */
export interface Protocol<V extends Version> {
  readonly version: V;
  readonly subprotocol: Subprotocol;
  readonly actions: ReadonlyMap<string, ActionInfo>;
  /** The validator of what the action asks; undefined for an unknown action. */
  request(action: string): Validator<unknown> | undefined;
  /** The validator of its answer; undefined for an unknown action and for a SEND. */
  response(action: string): Validator<unknown> | undefined;
}

type Check = (payload: unknown) => payload is unknown;

/** The generated part of a version. */
export interface GeneratedValidators {
  readonly requests: ReadonlyMap<string, Check>;
  readonly responses: ReadonlyMap<string, Check>;
}

/** Joins generated checks with the table that explains their noes; the table is read when first needed. */
export function createProtocol<V extends Version>(
  version: V,
  { requests, responses }: GeneratedValidators,
  loadTable: () => SchemaTable,
): Protocol<V> {
  let table: SchemaTable | undefined;
  const validatorsOf = (
    checks: ReadonlyMap<string, Check>,
    suffix: 'Request' | 'Response',
  ): ReadonlyMap<string, Validator<unknown>> => {
    const validators = new Map<string, Validator<unknown>>();
    for (const [action, check] of checks) {
      validators.set(action, {
        is: check,
        explain(payload) {
          table ??= loadTable();
          return explain(table, `${action}${suffix}`, payload);
        },
      });
    }
    return validators;
  };
  const requestValidators = validatorsOf(requests, 'Request');
  const responseValidators = validatorsOf(responses, 'Response');
  return {
    version,
    subprotocol: SUBPROTOCOLS[version],
    actions: ACTIONS[version],
    request: (action) => requestValidators.get(action),
    response: (action) => responseValidators.get(action),
  };
}
