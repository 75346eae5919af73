import type { Ocpp21 } from '@northbound/protocol';
import { RpcError } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { BYTES_PER_MESSAGE, ITEMS_PER_MESSAGE } from '../device-model/rows.ts';
import { componentName, componentWith, variableName } from '../device-model/schema.ts';
import type { SetOutcome, Variables } from '../device-model/variables.ts';

type Unknown = 'UnknownComponent' | 'UnknownVariable';

/** GetVariables (2.1 part 2, B06): one result for each item, in their order. */
export function getVariables(
  variables: Variables,
  { getVariableData }: Ocpp21.GetVariablesRequest,
): Ocpp21.GetVariablesResponse {
  checkSize(getVariableData);
  return {
    // B06.FR.11
    getVariableResult: getVariableData.map(({ component, variable, attributeType = 'Actual' }) => {
      const echo = { component, variable, attributeType };
      const found = findVariable(variables, component, variable);
      if (typeof found === 'string') return { ...echo, attributeStatus: found };
      if (attributeType !== 'Actual') {
        const target = attributeType === 'Target' ? variables.target(found) : undefined;
        return target === undefined
          ? { ...echo, attributeStatus: 'NotSupportedAttributeType' }
          : { ...echo, attributeStatus: 'Accepted', attributeValue: target };
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
 * @param changed is told, once, that variables have new values
 */
export function setVariables(
  { network, variables }: Pick<Core, 'network' | 'variables'>,
  { setVariableData }: Ocpp21.SetVariablesRequest,
  changed: () => void,
): Ocpp21.SetVariablesResponse {
  checkSize(setVariableData);
  const seen = new Set<string>();
  let isChanged = false;
  const setVariableResult = setVariableData.map((item): Ocpp21.SetVariableResultType => {
    // B05.FR.12
    const { component, variable, attributeType = 'Actual', attributeValue } = item;
    const echo = { component, variable, attributeType };
    const found = findVariable(variables, component, variable);
    if (typeof found === 'string') return { ...echo, attributeStatus: found };
    const isTarget = attributeType === 'Target' && variables.target(found) !== undefined;
    if (attributeType !== 'Actual' && !isTarget) {
      return { ...echo, attributeStatus: 'NotSupportedAttributeType' };
    }
    const outcome =
      twice(seen, found, attributeType) ??
      (isTarget
        ? variables.setTarget(found, attributeValue)
        : (taken(variables, network, found, attributeValue) ??
          variables.set(found, attributeValue)));
    if (outcome.status === 'Rejected') {
      const { reasonCode, problem } = outcome;
      return {
        ...echo,
        attributeStatus: 'Rejected',
        attributeStatusInfo: { reasonCode, additionalInfo: problem.slice(0, 512) },
      };
    }
    isChanged = true;
    return { ...echo, attributeStatus: outcome.status };
  });
  if (isChanged) changed();
  return { setVariableResult };
}

/** What the network keeps by itself; those who watch the variable are told all the same. */
function taken(
  variables: Variables,
  network: Core['network'],
  index: number,
  value: string,
): SetOutcome | undefined {
  const outcome = network.take(variables.spec(index), value);
  if (outcome !== undefined && outcome.status !== 'Rejected') variables.written(index);
  return outcome;
}

/** B05.FR.11 forbids it to the CSMS: the first one counts. */
function twice(
  seen: Set<string>,
  found: number,
  attributeType: Ocpp21.AttributeEnumType,
): SetOutcome | undefined {
  const key = `${found} ${attributeType}`;
  if (seen.has(key)) {
    return { status: 'Rejected', reasonCode: 'UnsupportedRequest', problem: 'is there twice' };
  }
  seen.add(key);
  return undefined;
}

/** DeviceDataCtrlr.ItemsPerMessage and BytesPerMessage: more is refused as a whole (B05.FR.12, B06.FR.16). */
function checkSize(items: readonly unknown[]): void {
  if (items.length > ITEMS_PER_MESSAGE) {
    throw new RpcError(
      'OccurrenceConstraintViolation',
      `${items.length} items are more than ItemsPerMessage allows: ${ITEMS_PER_MESSAGE}`,
    );
  }
  const bytes = Buffer.byteLength(JSON.stringify(items));
  if (bytes > BYTES_PER_MESSAGE) {
    throw new RpcError(
      'FormatViolation',
      `${bytes} bytes are more than BytesPerMessage allows: ${BYTES_PER_MESSAGE}`,
    );
  }
}

/** The place of a variable in the schema, or what is unknown about it. An empty instance is none (B06.FR.15). */
export function findVariable(
  { schema }: Variables,
  component: Ocpp21.ComponentType,
  variable: Ocpp21.VariableType,
): number | Unknown {
  const evseId = component.evse?.id ?? 0;
  const connectorId = component.evse?.connectorId ?? 0;
  const componentWithInstance = componentWith(component.name, component.instance || undefined);
  if (!schema.components.has(componentName(componentWithInstance, evseId, connectorId))) {
    return 'UnknownComponent';
  }
  const name = variableName(
    componentWithInstance,
    evseId,
    connectorId,
    variable.name,
    variable.instance || undefined,
  );
  return schema.indexByName.get(name) ?? 'UnknownVariable';
}
