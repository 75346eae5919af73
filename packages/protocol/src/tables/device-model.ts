import rows201 from './device-model-2.0.1.json' with { type: 'json' };
import rows21 from './device-model-2.1.json' with { type: 'json' };
import physical from './device-model-physical.json' with { type: 'json' };

/** OCPP 2.x `DataEnumType`. */
export type DataType =
  | 'string'
  | 'decimal'
  | 'integer'
  | 'dateTime'
  | 'boolean'
  | 'OptionList'
  | 'SequenceList'
  | 'MemberList';

/** OCPP 2.x `MutabilityEnumType`. */
export type Mutability = 'ReadOnly' | 'ReadWrite' | 'WriteOnly';

/** OCPP 2.x `AttributeEnumType`. */
export type AttributeType = 'Actual' | 'Target' | 'MinSet' | 'MaxSet';

/** A variable that the standard names, at a component that the standard names. */
export interface StandardVariable {
  /** Absent for one that any physical component may have. */
  readonly component?: string;
  readonly variable: string;
  /** Name of the variable's instance; `<…>` stands for a name that the station or the vendor gives. */
  readonly instance?: string;
  /** The same for the component's instance. */
  readonly componentInstance?: string;
  /**
   * Whether a station has it that implements the component's functional block: always, never a must, or under
   * the condition in words.
   */
  readonly required: boolean | string;
  readonly dataType: DataType;
  /** Units to choose from, in the words of the appendix (`Wh`, `Percent`); empty when it has none. */
  readonly units: readonly string[];
  /** Mutabilities that an implementer may choose from; empty where the standard states none. */
  readonly mutability: readonly Mutability[];
  /** The values (of a list: its members) when the standard closes the set. */
  readonly values?: readonly string[];
  /** The message enumeration or appendix list that its values come from. */
  readonly valuesOf?: string;
  /** Lowest number, or shortest text. */
  readonly minLimit?: number;
  /** Highest number, or longest text, in characters. */
  readonly maxLimit?: number;
  /** The attributes the standard uses where it says so (ConnectedEV). */
  readonly attributeTypes?: readonly AttributeType[];
  /** A limit in words that fits none of the fields above. */
  readonly limit?: string;
}

const DATA_TYPES: readonly DataType[] = [
  'string',
  'decimal',
  'integer',
  'dateTime',
  'boolean',
  'OptionList',
  'SequenceList',
  'MemberList',
];
const MUTABILITIES: readonly Mutability[] = ['ReadOnly', 'ReadWrite', 'WriteOnly'];
const ATTRIBUTE_TYPES: readonly AttributeType[] = ['Actual', 'Target', 'MinSet', 'MaxSet'];
const COMPONENT_INSTANCE = 'component:';

type Rows = Readonly<Record<string, readonly string[]>>;

function parseRows(rows: Rows): readonly StandardVariable[] {
  return Object.entries(rows).flatMap(([component, lines]) =>
    lines.map((line) => parseRow(component, line.split(';'))),
  );
}

function parseRow(component: string, columns: readonly string[]): StandardVariable {
  const [variable = '', instance = '', required = '', dataType = '', unit = '', mutability = ''] =
    columns;
  return {
    ...(component === '<generic>' ? {} : { component }),
    variable,
    ...instanceOf(instance),
    required: required === 'yes' ? true : required === 'no' ? false : required.replace('if:', ''),
    dataType: oneOf(DATA_TYPES, dataType),
    units: listOf(unit, ', '),
    mutability: listOf(mutability, '|').map((text) => oneOf(MUTABILITIES, text)),
    ...limitsOf(columns[6] ?? ''),
  };
}

function instanceOf(instance: string): Pick<StandardVariable, 'instance' | 'componentInstance'> {
  if (instance === '') return {};
  return instance.startsWith(COMPONENT_INSTANCE)
    ? { componentInstance: instance.slice(COMPONENT_INSTANCE.length) }
    : { instance };
}

type Limits = Pick<
  StandardVariable,
  'values' | 'valuesOf' | 'minLimit' | 'maxLimit' | 'attributeTypes' | 'limit'
>;

/** Reads the last column: a closed list, `<Enumeration>`, a range, `attr:…`, or words. */
function limitsOf(text: string): Limits {
  if (text === '') return {};
  if (text.startsWith('attr:')) {
    return {
      attributeTypes: listOf(text.slice(5), ',').map((type) => oneOf(ATTRIBUTE_TYPES, type)),
    };
  }
  const [, enumeration] = /^<(\w+Type)>$/.exec(text) ?? [];
  if (enumeration !== undefined) return { valuesOf: enumeration };
  const [, least, most] = /^(\d+)\.\.(\d+)$/.exec(text) ?? [];
  if (least !== undefined) return { minLimit: Number(least), maxLimit: Number(most) };
  const [, atMost] = /^(?:<=|maxLimit )(\d+)(?: chars)?$/.exec(text) ?? [];
  if (atMost !== undefined) return { maxLimit: Number(atMost) };
  const [, atLeast] = /^>=(\d+)(?: .*)?$/.exec(text) ?? [];
  if (atLeast !== undefined) return { minLimit: Number(atLeast) };
  if (text === 'JSON' || /^\w+(?:,\w+)+$/.test(text)) return { values: listOf(text, ',') };
  return { limit: text };
}

const listOf = (text: string, separator: string): readonly string[] =>
  text === '' ? [] : text.split(separator);

function oneOf<T extends string>(known: readonly T[], text: string): T {
  const found = known.find((name) => name === text);
  if (found === undefined) throw new Error(`device model: "${text}" is none of ${known}`);
  return found;
}

/**
 * The variables of the standard's controllers, and those that any physical component may have.
 *
 * Sources: the appendix tables of 2.0.1 (1.4) and 2.1 (2.0), `dm_components_vars`, for names, instances, types and
 * units; part 2, chapter "Referenced Components and Variables", with the errata of 2025-09, for the rest.
 */
export const STANDARD_VARIABLES: {
  readonly [V in '2.0.1' | '2.1']: readonly StandardVariable[];
} = { '2.0.1': parseRows(rows201), '2.1': parseRows(rows21) };

/**
 * The physical components of the standard, each with the variables that are typical for it; all are optional
 * (2.1 appendix 2.0, chapter 3.2).
 */
export const PHYSICAL_COMPONENTS: ReadonlyMap<string, readonly StandardVariable[]> = Map.groupBy(
  parseRows(physical),
  ({ component = '' }) => component,
);

/** By their names without case: a station looks all of its variables up when it boots. */
const NAMED: {
  readonly [V in '2.0.1' | '2.1']: ReadonlyMap<string, readonly StandardVariable[]>;
} = { '2.0.1': byName(STANDARD_VARIABLES['2.0.1']), '2.1': byName(STANDARD_VARIABLES['2.1']) };

function byName(
  rows: readonly StandardVariable[],
): ReadonlyMap<string, readonly StandardVariable[]> {
  return Map.groupBy(rows, ({ variable }) => variable.toLowerCase());
}

/**
 * The standard's row for a variable of a component: its own, else that of the physical component, else the general one.
 * A row with a placeholder (`<n>`) stands for every instance. Names are compared without case, as 2.x has it.
 */
export function standardVariable(
  version: '2.0.1' | '2.1',
  component: string,
  variable: string,
  instance?: string,
): StandardVariable | undefined {
  const same = (a: string | undefined, b: string | undefined): boolean =>
    a?.toLowerCase() === b?.toLowerCase();
  const fits = (row: StandardVariable): boolean =>
    same(row.instance, instance) ||
    (instance !== undefined && row.instance?.startsWith('<') === true);
  const rows = NAMED[version].get(variable.toLowerCase()) ?? [];
  const ofComponent = PHYSICAL_COMPONENTS.get(component) ?? [];
  return (
    rows.find((row) => same(row.component, component) && fits(row)) ??
    ofComponent.find((row) => same(row.variable, variable) && fits(row)) ??
    rows.find((row) => row.component === undefined && fits(row))
  );
}
