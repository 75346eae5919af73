import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startCsms } from '@northbound/csms';
import { VERSIONS, type Version } from '@northbound/protocol';
import { systemClock, systemRandom, webSocketDialer } from '@northbound/rpc';
import { createStation, type Station } from '@northbound/station';
import { simulatedHardware } from '@northbound/world';
import { openWindow, startBrowser } from '../packages/console/src/testing/browser.ts';

const EVSES = [
  { connectors: [{ type: 'sType2' }], maxCurrentA: 32, phases: 3, voltageV: 230 },
] as const;

function newStation(url: string, version: Version): Station {
  const hardware = simulatedHardware({ clock: systemClock, evses: EVSES });
  return createStation(
    {
      identity: `CS-${version}`,
      url,
      versions: [version],
      vendor: 'Northbound',
      model: 'Fleet 22',
      firmwareVersion: '0.1.0',
      evses: EVSES,
      variables: { 'SampledDataCtrlr.TxUpdatedInterval': '1' },
    },
    { clock: systemClock, random: systemRandom, dialer: webSocketDialer(), hardware },
  );
}

test('the console with a real CSMS and stations of all three versions', async (t) => {
  const browser = await startBrowser(t);
  if (browser === undefined) return;
  const folder = await mkdtemp(join(tmpdir(), 'northbound-console-'));
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(folder, { recursive: true }));
  cleanup.defer(() => browser.close());
  const csms = await startCsms({
    port: 0,
    databaseFile: join(folder, 'csms.db'),
    admission: 'open',
    logLevel: 'silent',
  });
  cleanup.use(csms);
  await csms.commands.putToken({ idToken: 'DRIVER-1', type: 'Central', status: 'Accepted' });
  await csms.commands.putToken({ idToken: 'DRIVER-1', type: 'ISO14443', status: 'Accepted' });

  const window = await openWindow(browser, `${csms.url}/#key=${csms.adminKey}`);
  cleanup.use(window);
  const { page } = window;
  await page.getByText('No station yet').waitFor();

  const endpoint = `${csms.url.replace('http', 'ws')}/ocpp`;
  const stations = VERSIONS.map((version) => newStation(endpoint, version));
  for (const station of stations) {
    cleanup.defer(() => station.stop());
    await station.start();
  }
  for (const version of VERSIONS) {
    const row = page.getByRole('row', { name: new RegExp(`CS-${version} `) });
    await row.getByText('Available').waitFor();
    await row.getByText('Northbound Fleet 22').waitFor();
  }

  for (const station of stations) {
    await t.test(`a session on ${station.identity}, started and stopped in the page`, async () => {
      await page.goto(`${csms.url}/#/stations/${station.identity}`);
      await page.getByRole('heading', { name: station.identity }).waitFor();
      await page.locator('.frame-line', { hasText: 'BootNotification' }).first().waitFor();

      station.plugIn(1);
      await page.getByRole('button', { name: 'Start…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Token').fill('DRIVER-1');
      await dialog.getByRole('button', { name: 'Start', exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      const evse = page.getByRole('region', { name: 'EVSEs' });
      await evse.getByText('Charging', { exact: true }).waitFor();
      await evse.getByText('11.0 kW').waitFor();
      await page
        .locator('.frame-line', { hasText: /StartTransaction|TransactionEvent/ })
        .first()
        .waitFor();

      await evse.getByRole('link', { name: /^Transaction \d+$/ }).click();
      await page.getByRole('img', { name: /^Curve of .*, peak power 11.0 kW, energy/ }).waitFor();
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.locator('.transaction-title').getByText('Ended').waitFor();
      await page.locator('.event-ended').waitFor();
      await page.getByText('Remote', { exact: true }).waitFor();
      station.plugOut(1);
    });
  }

  await t.test('a call reaches the station and its answer the page', async () => {
    await page.goto(`${csms.url}/#/stations/CS-2.0.1?tab=call`);
    await page.getByLabel('Action').selectOption('GetVariables');
    await page.getByRole('button', { name: 'Send' }).click();
    const answer = page.getByRole('region', { name: 'Answer' });
    await answer.getByText('"attributeStatus"').waitFor();
  });

  await t.test('a station that goes is seen to go', async () => {
    await page.goto(`${csms.url}/#/`);
    await page.getByText('none offline').waitFor();
    await stations[0]?.stop();
    await page.getByText('1 offline').waitFor();
  });

  await t.test('all sessions are in the list', async () => {
    await page.goto(`${csms.url}/#/transactions`);
    for (const version of VERSIONS) {
      await page.getByRole('row', { name: new RegExp(`CS-${version}.*Ended`) }).waitFor();
    }
    window.assertNoTrouble();
    assert.equal(await page.getByRole('row').count(), 1 + VERSIONS.length);
  });
});
