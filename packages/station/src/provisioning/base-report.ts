import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import { addressOf } from '../device-model/address.ts';
import type { VariableSpec } from '../device-model/schema.ts';
import type { Variables } from '../device-model/variables.ts';
import { sendPages } from './pages.ts';

/** What each report base shows (2.1 part 2, B07, `ReportBaseEnumType`). */
const SHOWN: Readonly<Record<Ocpp21.ReportBaseEnumType, (spec: VariableSpec) => boolean>> = {
  ConfigurationInventory: ({ mutability }) => mutability !== 'ReadOnly',
  FullInventory: () => true,
  SummaryInventory: ({ variable }) =>
    variable === 'AvailabilityState' || variable === 'Available' || variable === 'Problem',
};

/** GetBaseReport: answers at once, the pages follow. */
export function getBaseReport(
  core: Core,
  { requestId, reportBase }: Ocpp21.GetBaseReportRequest,
): Ocpp21.GetBaseReportResponse {
  const { schema } = core.variables;
  const indices = [...schema.specs.keys()].filter((index) => {
    const spec = schema.specs[index];
    return spec !== undefined && SHOWN[reportBase](spec);
  });
  if (indices.length === 0) return { status: 'EmptyResultSet' };
  sendReport(core, requestId, indices);
  return { status: 'Accepted' };
}

/** Sends variables in pages, once the answer to the command has left. */
export function sendReport(core: Core, requestId: number, indices: readonly number[]): void {
  const data = indices.map((index) => reportData(core.variables, index));
  sendPages(core, data, (page, head) =>
    core.link?.notifyReport({ requestId, ...head, reportData: page }),
  );
}

function reportData(variables: Variables, index: number): Ocpp21.ReportDataType {
  const spec = variables.spec(index);
  const { mutability, values } = spec;
  const target = variables.target(index);
  return {
    ...addressOf(spec),
    variableAttribute: [
      {
        type: 'Actual',
        mutability,
        persistent: mutability !== 'ReadOnly',
        ...(mutability !== 'WriteOnly' && { value: variables.read(index) }),
      },
      ...(target === undefined
        ? []
        : [{ type: 'Target', mutability: 'ReadWrite', persistent: true, value: target } as const]),
    ],
    variableCharacteristics: {
      dataType: spec.dataType,
      supportsMonitoring: true,
      ...(spec.unit !== undefined && { unit: spec.unit }),
      ...(spec.minLimit !== undefined && { minLimit: spec.minLimit }),
      ...(spec.maxLimit !== undefined && { maxLimit: spec.maxLimit }),
      ...(values !== undefined && { valuesList: values.join(',') }),
    },
  };
}
