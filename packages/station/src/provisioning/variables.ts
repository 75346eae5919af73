import type { Ocpp21 } from '@northbound/protocol';
import { RpcError } from '@northbound/rpc';
import { ITEMS_PER_MESSAGE } from '../device-model/rows.ts';
import { componentName, variableName } from '../device-model/schema.ts';
import type { Variables } from '../device-model/variables.ts';

type Unknown = 'UnknownComponent' | 'UnknownVariable';

/** GetVariables (2.1 part 2, B06): one result for each item, in their order. */
export function getVariables(
  variables: Variables,
  { getVariableData }: Ocpp21.GetVariablesRequest,
): Ocpp21.GetVariablesResponse {
  checkCount(getVariableData.length);
  return {
    getVariableResult: getVariableData.map(({ component, variable, attributeType }) => {
      const echo = { component, variable, ...(attributeType !== undefined && { attributeType }) };
      const found = find(variables, component, variable);
      if (typeof found === 'string') return { ...echo, attributeStatus: found };
      if (attributeType !== undefined && attributeType !== 'Actual') {
        return { ...echo, attributeStatus: 'NotSupportedAttributeType' };
      }
      if (variables.schema.specs[found]?.mutability === 'WriteOnly') {
        return {
          ...echo,
          attributeStatus: 'Rejected',
          attributeStatusInfo: { reasonCode: 'WriteOnly' },
        };
      }
      return { ...echo, attributeStatus: 'Accepted', attributeValue: variables.read(found) };
    }),
  };
}

/**
 * SetVariables (2.1 part 2, B05): one result for each item, in their order.
 * @param changed is told the places of variables that have a new value
 */
export function setVariables(
  variables: Variables,
  { setVariableData }: Ocpp21.SetVariablesRequest,
  changed: (index: number) => void,
): Ocpp21.SetVariablesResponse {
  checkCount(setVariableData.length);
  return {
    setVariableResult: setVariableData.map((item) => {
      const { component, variable, attributeType, attributeValue } = item;
      const echo = { component, variable, ...(attributeType !== undefined && { attributeType }) };
      const found = find(variables, component, variable);
      if (typeof found === 'string') return { ...echo, attributeStatus: found };
      if (attributeType !== undefined && attributeType !== 'Actual') {
        return { ...echo, attributeStatus: 'NotSupportedAttributeType' };
      }
      const outcome = variables.set(found, attributeValue);
      if (outcome.status === 'Rejected') {
        const { reasonCode, problem } = outcome;
        return {
          ...echo,
          attributeStatus: 'Rejected',
          attributeStatusInfo: { reasonCode, additionalInfo: problem },
        };
      }
      changed(found);
      return { ...echo, attributeStatus: outcome.status };
    }),
  };
}

/** DeviceDataCtrlr.ItemsPerMessage: more is refused as a whole. */
function checkCount(items: number): void {
  if (items > ITEMS_PER_MESSAGE) {
    throw new RpcError(
      'OccurrenceConstraintViolation',
      `${items} items are more than ItemsPerMessage allows: ${ITEMS_PER_MESSAGE}`,
    );
  }
}

function find(
  { schema }: Variables,
  component: Ocpp21.ComponentType,
  variable: Ocpp21.VariableType,
): number | Unknown {
  const evseId = component.evse?.id ?? 0;
  const connectorId = component.evse?.connectorId ?? 0;
  // No component of this station has instances.
  const known =
    component.instance === undefined &&
    schema.components.has(componentName(component.name, evseId, connectorId));
  if (!known) return 'UnknownComponent';
  const name = variableName(component.name, evseId, connectorId, variable.name, variable.instance);
  return schema.indexByName.get(name) ?? 'UnknownVariable';
}
