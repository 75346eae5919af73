import type { Ocpp21 } from '@northbound/protocol';
import type { VariableSpec } from './schema.ts';

/** A component and its variable as messages name them. */
export interface VariableAddress {
  readonly component: Ocpp21.ComponentType;
  readonly variable: Ocpp21.VariableType;
}

export function addressOf(spec: VariableSpec): VariableAddress {
  const { component, componentInstance, evseId, connectorId, variable, instance } = spec;
  const evse = { id: evseId, ...(connectorId > 0 && { connectorId }) };
  return {
    component: {
      name: component,
      ...(componentInstance !== undefined && { instance: componentInstance }),
      ...(evseId > 0 && { evse }),
    },
    variable: { name: variable, ...(instance !== undefined && { instance }) },
  };
}

/**
 * Whether one of the given components and variables covers this one: what a member leaves out
 * stands for all of them (2.1 part 2, B08.FR.20 to .25, N02.FR.16 to .21).
 */
export function isSelected(
  spec: VariableSpec,
  selection: readonly Ocpp21.ComponentVariableType[],
): boolean {
  return selection.some(
    ({ component, variable }) =>
      same(component.name, spec.component) &&
      (component.instance === undefined ||
        same(component.instance, spec.componentInstance ?? '')) &&
      leftOutOr(component.evse?.id, spec.evseId) &&
      leftOutOr(component.evse?.connectorId, spec.connectorId) &&
      (variable === undefined || same(variable.name, spec.variable)) &&
      (variable?.instance === undefined || same(variable.instance, spec.instance ?? '')),
  );
}

function same(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

function leftOutOr(asked: number | undefined, actual: number): boolean {
  return asked === undefined || asked === actual;
}
