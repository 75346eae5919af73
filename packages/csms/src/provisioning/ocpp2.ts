import type { Ocpp21, Ocpp201 } from '@northbound/protocol';
import type { InboundMessage } from '@northbound/rpc';
import { recordStatus } from '../availability/domain.ts';
import { statusOf } from '../availability/ocpp2.ts';
import type { Change, Core, StationContext } from '../core.ts';
import { addressFromWire } from '../device-model/address.ts';
import { markGone, takeReported } from '../device-model/reported.ts';
import type { Twin } from '../device-model/twin.ts';
import type { ReportedVariable } from '../device-model/variable.ts';
import type { Station } from '../stations/station.ts';
import { answerBoot, type BootParts } from './boot.ts';
import { heartbeat } from './domain.ts';
import type { ModelReports } from './model-reports.ts';
import { isWhole } from './report.ts';

type BootNotification = Ocpp201.BootNotificationRequest | Ocpp21.BootNotificationRequest;
type Heartbeat = Ocpp201.HeartbeatRequest | Ocpp21.HeartbeatRequest;
type NotifyReport = Ocpp201.NotifyReportRequest | Ocpp21.NotifyReportRequest;

export interface ProvisioningParts extends BootParts {
  readonly twin: Twin;
  readonly modelReports: ModelReports;
}

/** 2.0.1 and 2.1: B01 to B03, B07, B08 and G02. */
export function provisioningHandlers2(parts: ProvisioningParts) {
  return {
    BootNotification(
      { chargingStation }: BootNotification,
      context: StationContext,
      message: InboundMessage,
    ) {
      const boot = {
        vendor: chargingStation.vendorName,
        model: chargingStation.model,
        serialNumber: chargingStation.serialNumber,
        firmwareVersion: chargingStation.firmwareVersion,
      };
      return answerBoot(parts, context, boot, message);
    },
    Heartbeat: (_payload: Heartbeat, { station }: StationContext) => heartbeat(parts.core, station),
    async NotifyReport(payload: NotifyReport, context: StationContext, message: InboundMessage) {
      await context.station.serially(() => takePage(parts, payload, context, message));
      return {};
    },
  };
}

async function takePage(
  { core, twin, modelReports }: ProvisioningParts,
  payload: NotifyReport,
  { station }: StationContext,
  { messageId }: InboundMessage,
): Promise<void> {
  const { requestId, seqNo, tbc, reportData = [] } = payload;
  const page = {
    kind: 'Custom',
    requestId,
    seqNo,
    isLast: tbc !== true,
    entries: reportData.length,
  } as const;
  const connectors = revealedConnectors(core, station, payload);
  await modelReports.take(station, page, messageId, async (report, progress) => {
    await twin.change(station.id, (draft) => {
      const refused = takeReported(draft, variablesOf(payload), {
        reportId: report.id,
        bootedAtMs: station.record.lastBootAtMs,
      });
      if (refused > 0) {
        core.remark(station, messageId, `${refused} variables more than a station may have`);
      }
      if (report.status === 'Complete' && isWhole(report)) markGone(draft, report);
      return [...progress, ...connectors.flatMap(({ statements }) => statements)];
    });
    for (const { apply } of connectors) apply();
  });
}

/** Connectors that the station has not spoken of otherwise: they show with the state that the report tells. */
function revealedConnectors(
  core: Core,
  station: Station,
  { generatedAt: timestamp, reportData = [] }: NotifyReport,
): Change[] {
  return reportData.flatMap(({ component, variable, variableAttribute }) => {
    const actual = variableAttribute.find(({ type = 'Actual' }) => type === 'Actual')?.value;
    if (actual === undefined) return [];
    const status = statusOf({ component, variable, actualValue: actual, timestamp });
    if (status === undefined) return [];
    const isKnown = station.connector(status.evseId, status.connectorId) !== undefined;
    return isKnown ? [] : [recordStatus(core, station, status)];
  });
}

/** One for each attribute. */
function variablesOf({ reportData = [] }: NotifyReport): ReportedVariable[] {
  return reportData.flatMap(({ component, variable, variableAttribute, variableCharacteristics }) =>
    variableAttribute.map(({ type, value, mutability, persistent, constant }) => ({
      address: addressFromWire({ component, variable }, type),
      value,
      mutability: mutability ?? 'ReadWrite',
      ...(persistent === undefined ? {} : { persistent }),
      ...(constant === undefined ? {} : { constant }),
      ...(variableCharacteristics === undefined
        ? {}
        : { characteristics: withoutCustomData(variableCharacteristics) }),
    })),
  );
}

function withoutCustomData({
  customData: _custom,
  ...characteristics
}: Ocpp21.VariableCharacteristicsType): Omit<Ocpp21.VariableCharacteristicsType, 'customData'> {
  return characteristics;
}
