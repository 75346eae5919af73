import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import { ITEMS_PER_MESSAGE } from '../device-model/rows.ts';
import type { VariableSpec } from '../device-model/schema.ts';
import type { Variables } from '../device-model/variables.ts';

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
  // The answer has to leave first (B07.FR.07).
  core.after(0, () => void sendPages(core, requestId, indices));
  return { status: 'Accepted' };
}

async function sendPages(core: Core, requestId: number, indices: readonly number[]): Promise<void> {
  const pages = Math.ceil(indices.length / ITEMS_PER_MESSAGE);
  const generatedAt = core.clock.timestamp();
  for (let seqNo = 0; seqNo < pages; seqNo++) {
    const from = seqNo * ITEMS_PER_MESSAGE;
    const page = indices.slice(from, from + ITEMS_PER_MESSAGE);
    const outcome = await core.link?.notifyReport({
      requestId,
      generatedAt,
      seqNo,
      tbc: seqNo + 1 < pages,
      reportData: page.flatMap((index) => reportData(core.variables, index)),
    });
    if (outcome?.outcome !== 'answered') return;
  }
}

function reportData(variables: Variables, index: number): Ocpp21.ReportDataType[] {
  const spec = variables.schema.specs[index];
  if (spec === undefined) return [];
  const { component, componentInstance, evseId, connectorId } = spec;
  const { variable, instance, mutability, values } = spec;
  const evse = { id: evseId, ...(connectorId > 0 && { connectorId }) };
  return [
    {
      component: {
        name: component,
        ...(componentInstance !== undefined && { instance: componentInstance }),
        ...(evseId > 0 && { evse }),
      },
      variable: { name: variable, ...(instance !== undefined && { instance }) },
      variableAttribute: [
        {
          type: 'Actual',
          mutability,
          persistent: mutability !== 'ReadOnly',
          ...(mutability !== 'WriteOnly' && { value: variables.read(index) }),
        },
      ],
      variableCharacteristics: {
        dataType: spec.dataType,
        supportsMonitoring: false,
        ...(spec.unit !== undefined && { unit: spec.unit }),
        ...(spec.minLimit !== undefined && { minLimit: spec.minLimit }),
        ...(spec.maxLimit !== undefined && { maxLimit: spec.maxLimit }),
        ...(values !== undefined && { valuesList: values.join(',') }),
      },
    },
  ];
}
