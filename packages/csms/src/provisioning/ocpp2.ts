import type { Ocpp21, Ocpp201 } from '@northbound/protocol';
import { type Core, commit, type StationContext } from '../core.ts';
import { acceptBoot, bootAnswer, heartbeat, type ProvisioningSettings } from './domain.ts';
import { type ReportedVariable, saveReportedVariable } from './sql.ts';

type BootNotification = Ocpp201.BootNotificationRequest | Ocpp21.BootNotificationRequest;
type NotifyReport = Ocpp201.NotifyReportRequest | Ocpp21.NotifyReportRequest;

/** 2.0.1 and 2.1: B01, B07, B08 and G02. */
export function provisioningHandlers2(core: Core, settings: ProvisioningSettings) {
  return {
    BootNotification({ chargingStation }: BootNotification, { station }: StationContext) {
      return station.serially(async () => {
        const boot = acceptBoot(core, station, {
          vendor: chargingStation.vendorName,
          model: chargingStation.model,
          serialNumber: chargingStation.serialNumber,
          firmwareVersion: chargingStation.firmwareVersion,
        });
        await commit(core, boot);
        return bootAnswer(core, settings);
      });
    },
    Heartbeat: (
      _payload: Ocpp201.HeartbeatRequest | Ocpp21.HeartbeatRequest,
      { station }: StationContext,
    ) => heartbeat(core, station),
    async NotifyReport(payload: NotifyReport, { station }: StationContext) {
      const reportedAtMs = core.clock.epochMs();
      await core.database.write(
        variablesOf(payload).map((variable) =>
          saveReportedVariable(station.id, variable, reportedAtMs),
        ),
      );
      return {};
    },
  };
}

/** One for each attribute; absent names are empty text, so that they can be part of a key. */
function variablesOf({ reportData = [] }: NotifyReport): ReportedVariable[] {
  return reportData.flatMap(({ component, variable, variableAttribute, variableCharacteristics }) =>
    variableAttribute.map((attribute) => ({
      component: component.name,
      componentInstance: component.instance ?? '',
      evseId: component.evse?.id ?? 0,
      connectorId: component.evse?.connectorId ?? 0,
      variable: variable.name,
      variableInstance: variable.instance ?? '',
      attributeType: attribute.type ?? 'Actual',
      value: attribute.value,
      mutability: attribute.mutability ?? 'ReadWrite',
      characteristics: variableCharacteristics,
    })),
  );
}
