import type { Variable } from '@northbound/client';

/** A line of the tree: component, its EVSE or connector, variable, attribute. */
export type TwinRow = BranchRow | AttributeRow;

interface BranchRow {
  readonly kind: 'component' | 'place';
  readonly key: string;
  /** From 1. */
  readonly level: number;
  readonly name: string;
  readonly isOpen: boolean;
  /** Attributes below it. */
  readonly count: number;
  /** Attributes below it whose reported value is not the desired one. */
  readonly drifts: number;
}

interface AttributeRow {
  /** A variable shows its first attribute, the Actual where it has one; the others are below it. */
  readonly kind: 'variable' | 'attribute';
  readonly key: string;
  readonly level: number;
  readonly name: string;
  readonly variable: Variable;
  /** Of a variable with more attributes than one. */
  readonly isOpen?: boolean;
}

export interface TwinFilter {
  readonly search: string;
  readonly onlyDrift: boolean;
  readonly onlyDesired: boolean;
}

/** What a key of 1.6 without a place in the model of 2.x belongs to. */
const KEYS_OF_16 = 'Other keys of 1.6';

/**
 * The lines that are to be seen.
 *
 * @param toggled branches that somebody opened; while something is filtered, those that somebody closed
 */
export function twinRows(
  variables: readonly Variable[],
  filter: TwinFilter,
  toggled: ReadonlySet<string>,
): readonly TwinRow[] {
  const isFiltered = filter.search.trim() !== '' || filter.onlyDrift || filter.onlyDesired;
  const isOpen = (key: string) => toggled.has(key) !== isFiltered;
  const matches = filterVariables(variables, filter);
  const rows: TwinRow[] = [];
  for (const [name, ofComponent] of sortedGroups(matches, componentName)) {
    const key = `c ${name}`;
    rows.push({ kind: 'component', key, level: 1, name, ...summary(ofComponent, isOpen(key)) });
    if (!isOpen(key)) continue;
    for (const [place, ofPlace] of sortedGroups(ofComponent, placeName)) {
      const placeKey = `${key} ${place}`;
      if (place !== '') {
        const counts = summary(ofPlace, isOpen(placeKey));
        rows.push({ kind: 'place', key: placeKey, level: 2, name: place, ...counts });
        if (!isOpen(placeKey)) continue;
      }
      rows.push(...attributeRows(ofPlace, placeKey, place === '' ? 2 : 3, isOpen));
    }
  }
  return rows;
}

function attributeRows(
  variables: readonly Variable[],
  parent: string,
  level: number,
  isOpen: (key: string) => boolean,
): TwinRow[] {
  return sortedGroups(variables, variableName).flatMap(([name, attributes]) => {
    const key = `${parent} ${name}`;
    const [first, ...others] = attributes.toSorted(
      (a, b) => ATTRIBUTES.indexOf(a.attributeType) - ATTRIBUTES.indexOf(b.attributeType),
    );
    if (first === undefined) return [];
    const shown = attributeName(name, first);
    if (others.length === 0)
      return [{ kind: 'variable', key, level, name: shown, variable: first }];
    const row: TwinRow = {
      kind: 'variable',
      key,
      level,
      name: shown,
      variable: first,
      isOpen: isOpen(key),
    };
    if (!isOpen(key)) return [row];
    const below = others.map((variable): TwinRow => {
      const { attributeType } = variable;
      return {
        kind: 'attribute',
        key: `${key} ${attributeType}`,
        level: level + 1,
        name: attributeType,
        variable,
      };
    });
    return [row, ...below];
  });
}

const ATTRIBUTES: readonly Variable['attributeType'][] = ['Actual', 'Target', 'MinSet', 'MaxSet'];

function filterVariables(
  variables: readonly Variable[],
  { search, onlyDrift, onlyDesired }: TwinFilter,
): readonly Variable[] {
  const words = search.trim().toLowerCase().split(/\s+/);
  return variables.filter(
    (variable) =>
      (!onlyDrift || variable.drift) &&
      (!onlyDesired || variable.desired !== undefined) &&
      words.every((word) => searchText(variable).includes(word)),
  );
}

function searchText(variable: Variable): string {
  const { configurationKey = '', value = '' } = variable;
  const names = [componentName(variable), placeName(variable), variableName(variable)];
  return [...names, configurationKey, value].join(' ').toLowerCase();
}

function summary(variables: readonly Variable[], isOpen: boolean) {
  const drifts = variables.filter(({ drift }) => drift).length;
  return { isOpen, count: variables.length, drifts };
}

function sortedGroups(
  variables: readonly Variable[],
  nameOf: (variable: Variable) => string,
): readonly (readonly [string, readonly Variable[]])[] {
  const groups = [...Map.groupBy(variables, nameOf)];
  return groups.sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
}

function componentName({ component, componentInstance }: Variable): string {
  if (component === '') return KEYS_OF_16;
  return componentInstance === undefined ? component : `${component}[${componentInstance}]`;
}

function placeName({ evseId, connectorId }: Variable): string {
  if (evseId === undefined) return '';
  return connectorId === undefined ? `EVSE ${evseId}` : `EVSE ${evseId}, connector ${connectorId}`;
}

function variableName({ variable, variableInstance }: Variable): string {
  return variableInstance === undefined ? variable : `${variable}[${variableInstance}]`;
}

function attributeName(name: string, { attributeType }: Variable): string {
  return attributeType === 'Actual' ? name : `${name} (${attributeType})`;
}

/** Where a variable is, in one line. */
export function variablePath(variable: Variable): string {
  const place = placeName(variable);
  return [componentName(variable), place, variableName(variable)]
    .filter((part) => part !== '')
    .join(' › ');
}

/** The address of an attribute, as the API takes it. */
export function addressOf({
  component,
  componentInstance,
  evseId,
  connectorId,
  variable,
  variableInstance,
  attributeType,
}: Variable) {
  return {
    component,
    variable,
    attributeType,
    ...(componentInstance !== undefined && { componentInstance }),
    ...(evseId !== undefined && { evseId }),
    ...(connectorId !== undefined && { connectorId }),
    ...(variableInstance !== undefined && { variableInstance }),
  };
}

/** What a key does in the tree: another line, or a branch opened or closed. */
export type TreeMove = { readonly to: string } | { readonly toggle: string } | undefined;

/** Arrow keys in a tree, as its pattern has them (WAI-ARIA, tree view). */
export function treeMove(
  key: string,
  rows: readonly TwinRow[],
  active: string | undefined,
): TreeMove {
  const index = rows.findIndex((row) => row.key === active);
  const row = rows[index];
  const at = (next: number): TreeMove => {
    const target = rows[Math.min(rows.length - 1, Math.max(0, next))];
    return target && { to: target.key };
  };
  switch (key) {
    case 'ArrowDown':
      return at(index + 1);
    case 'ArrowUp':
      return at(index - 1);
    case 'Home':
      return at(0);
    case 'End':
      return at(rows.length - 1);
    case 'ArrowRight':
      if (row?.isOpen === undefined) return undefined;
      return row.isOpen ? at(index + 1) : { toggle: row.key };
    case 'ArrowLeft':
      if (row?.isOpen === true) return { toggle: row.key };
      return (
        row && at(rows.findLastIndex((each, place) => place < index && each.level < row.level))
      );
    case 'Enter':
    case ' ':
      return row?.isOpen === undefined ? undefined : { toggle: row.key };
    default:
      return undefined;
  }
}
