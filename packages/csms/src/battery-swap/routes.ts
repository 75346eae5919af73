import type { Ocpp21 } from '@northbound/protocol';
import type { ApiApp, BlockPorts } from '../api/app.ts';
import { choice, integer, list, named, number, object, optional, text } from '../api/schema.ts';
import { toldProperties, toldRoute } from '../notices/told-routes.ts';
import type { BatterySwapView, SwappedBatteryView } from './views.ts';

const batterySwapSchema = named<BatterySwapView>(
  'BatterySwap',
  object({
    ...toldProperties,
    eventType: choice(['BatteryIn', 'BatteryOut', 'BatteryOutTimeout']),
    requestId: integer({
      description: 'The same for the batteries that go in and those that come out.',
      examples: [17],
    }),
    idToken: text({ examples: ['04A1B2C3'] }),
    idTokenType: text({ examples: ['ISO14443'] }),
    batteries: list(
      object<SwappedBatteryView>({
        evseId: integer({ description: 'Its slot.', examples: [3] }),
        serialNumber: text({ examples: ['BAT-0042'] }),
        socPercent: number({ description: 'State of charge.', examples: [12] }),
        sohPercent: number({ description: 'State of health.', examples: [96.5] }),
        productionDate: optional(text({ examples: ['2025-01-31T00:00:00Z'] })),
        vendorInfo: optional(text({ examples: ['cell type 4'] })),
      }),
    ),
  }),
);

/** Stations that swap batteries (2.1, S01 to S03). */
export function batterySwapRoutes(app: ApiApp, ports: BlockPorts): void {
  toldRoute(app, ports, {
    path: 'battery-swaps',
    operationId: 'listBatterySwaps',
    summary: 'Batteries that went in and came out at a station, newest first',
    tag: 'Battery swap',
    action: 'BatterySwap',
    name: 'BatterySwapPage',
    item: batterySwapSchema,
    view: (
      { eventType, requestId, idToken, batteryData }: Ocpp21.BatterySwapRequest,
      told,
    ): BatterySwapView => ({
      ...told,
      eventType,
      requestId,
      idToken: idToken.idToken,
      idTokenType: idToken.type,
      batteries: batteryData.map(({ soC, soH, customData: _custom, ...battery }) => ({
        ...battery,
        socPercent: soC,
        sohPercent: soH,
      })),
    }),
  });
}
