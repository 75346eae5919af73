import type { Csms, Database } from '@northbound/csms';
import { checkFirmware, checkUpdates } from '../checkers/firmware.ts';
import { checkBackInService, checkOutOfService } from '../checkers/out-of-service.ts';
import type { Violation } from '../checkers/violation.ts';
import type { StationMachine } from '../machines/station-machine.ts';
import { checkLocalList } from './listed.ts';
import type { Operators } from './operators.ts';
import { checkPromises } from './promises.ts';

/** What is to be found out about a station when everything is quiet: what it was told, it has kept. */
export async function askStation(
  csms: Csms,
  store: Pick<Database, 'read'>,
  machine: StationMachine,
  { outOfService, closed, damagedImages, settings }: Operators,
): Promise<readonly Violation[]> {
  const { identity } = machine;
  const view = await csms.queries.station(identity);
  const { items } = await csms.blocks.firmwareUpdates.list({ stationId: identity, limit: 100 });
  return [
    ...checkOutOfService(machine, outOfService),
    ...checkBackInService(machine, closed),
    ...checkFirmware(machine, view?.firmwareVersion),
    ...checkUpdates(identity, items, damagedImages),
    ...(await checkPromises(csms, machine, settings)),
    ...(await checkLocalList(csms, store, machine)),
  ];
}
