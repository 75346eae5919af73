import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { COMMAND_EXAMPLES } from '../remote-control/examples.ts';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { LinkedStations } from '../testing/linked-stations.ts';

/** A station that has taken an update, and what is known of that. */
async function updating() {
  const logic = await logicUnderTest();
  const { outbox, firmwareUpdates } = logic.csms.blocks;
  const station = await new LinkedStations(logic).connect('CS-1', '2.1');
  const boot = (firmwareVersion: string) =>
    station.call('BootNotification', {
      reason: 'PowerUp',
      chargingStation: { vendorName: 'V', model: 'M', firmwareVersion },
    });
  await boot('1');
  const { firmware } = COMMAND_EXAMPLES.UpdateFirmware;
  await outbox.send('CS-1', 'UpdateFirmware', { requestId: 7, firmware }, { by: 'anna' });
  await logic.clock.settle();
  return {
    boot,
    tell: (status: string) => station.call('FirmwareStatusNotification', { status, requestId: 7 }),
    async state() {
      await logic.clock.settle();
      const { items } = await firmwareUpdates.list({ stationId: 'CS-1', limit: 9 });
      return items.map(({ state }) => state);
    },
  };
}

describe('an update that a station has taken', () => {
  it('and that has failed, goes on by nothing that comes late', async () => {
    const { tell, state } = await updating();
    await tell('DownloadFailed');
    await tell('Downloading');
    assert.deepEqual(await state(), ['Failed']);
  });

  it('goes on when the station boots in the middle of it, and has failed when it says it was done', async () => {
    const { tell, boot, state } = await updating();
    await tell('Downloading');
    await boot('1');
    assert.deepEqual(await state(), ['Running']);
    await tell('Installed');
    assert.deepEqual(await state(), ['Installed']);
    await boot('1');
    assert.deepEqual(await state(), ['Failed']);
  });
});
