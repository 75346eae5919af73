import type { Ocpp21 } from '@northbound/protocol';
import { RpcError } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { isSelected } from '../device-model/address.ts';
import { ITEMS_PER_MESSAGE } from '../device-model/rows.ts';
import { type VariableSpec, variableName } from '../device-model/schema.ts';
import { sendReport } from './base-report.ts';

/** Whether a component without such a variable meets the criterion (B08.FR.07 to .10). */
const WITHOUT: Readonly<Record<Ocpp21.ComponentCriterionEnumType, boolean>> = {
  Active: true,
  Available: true,
  Enabled: true,
  Problem: false,
};

/** GetReport (2.1 part 2, B08): answers at once, the pages follow. */
export function getReport(
  core: Core,
  { requestId, componentCriteria = [], componentVariable = [] }: Ocpp21.GetReportRequest,
): Ocpp21.GetReportResponse {
  // B08.FR.17
  if (componentVariable.length > ITEMS_PER_MESSAGE) {
    throw new RpcError('OccurrenceConstraintViolation', 'More than ItemsPerMessage[GetReport]');
  }
  const { schema } = core.variables;
  const indices = [...schema.specs.entries()]
    .filter(
      ([, spec]) =>
        (componentCriteria.length === 0 ||
          componentCriteria.some((criterion) => meets(core, spec, criterion))) &&
        (componentVariable.length === 0 || isSelected(spec, componentVariable)),
    )
    .map(([index]) => index);
  if (indices.length === 0) return { status: 'EmptyResultSet' };
  sendReport(core, requestId, indices);
  return { status: 'Accepted' };
}

function meets(
  { variables }: Core,
  { component, evseId, connectorId }: VariableSpec,
  criterion: Ocpp21.ComponentCriterionEnumType,
): boolean {
  const name = variableName(component, evseId, connectorId, criterion, undefined);
  const index = variables.schema.indexByName.get(name);
  return index === undefined ? WITHOUT[criterion] : variables.read(index) === 'true';
}
