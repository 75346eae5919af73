import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startCsms } from '@northbound/csms';
import type { Version } from '@northbound/protocol';
import { systemClock, systemRandom, webSocketDialer } from '@northbound/rpc';
import { createStation, type Station } from '@northbound/station';
import { simulatedHardware } from '@northbound/world';
import { openWindow, startBrowser } from '../packages/console/src/testing/browser.ts';

const EVSES = [
  { connectors: [{ type: 'sType2' }], maxCurrentA: 32, phases: 3, voltageV: 230 },
] as const;
const PASSWORD = 'correct horse battery';

function newStation(url: string, version: Version): Station {
  return createStation(
    {
      identity: `CS-${version}`,
      url,
      versions: [version],
      vendor: 'Northbound',
      model: 'Fleet 22',
      firmwareVersion: '0.1.0',
      evses: EVSES,
    },
    {
      clock: systemClock,
      random: systemRandom,
      dialer: webSocketDialer(),
      hardware: simulatedHardware({ clock: systemClock, evses: EVSES }),
    },
  );
}

test('operating a fleet in the console, with a real CSMS and real stations', async (t) => {
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
  const endpoint = `${csms.url.replace('http', 'ws')}/ocpp`;
  const old = newStation(endpoint, '1.6');
  const modern = newStation(endpoint, '2.1');
  for (const station of [old, modern]) {
    cleanup.defer(() => station.stop());
    await station.start();
  }

  const window = await openWindow(browser, `${csms.url}/#invitation=${csms.invitation}`, {
    expected: ['401'],
  });
  cleanup.use(window);
  const { page } = window;
  const dialog = page.getByRole('dialog');
  const go = (path: string) => page.goto(`${csms.url}/#/${path}`);

  await t.test('an invited admin chooses a password, and stays after a reload', async () => {
    await page.getByLabel('Password, at least 12 characters').fill(PASSWORD);
    await page.getByRole('button', { name: 'Choose it' }).click();
    await page.getByText('2 stations').waitFor();
    await page.reload();
    await page.getByText('2 stations').waitFor();
  });

  await t.test('a person is invited, chooses a password, and signs in with it', async () => {
    await go('users');
    await page.getByRole('button', { name: 'Invite a person' }).click();
    await dialog.getByLabel('Name to sign in with').fill('ola');
    await dialog.getByRole('radio', { name: 'Operator' }).check();
    await dialog.getByRole('button', { name: 'Invite' }).click();
    const link = (await dialog.locator('.secret').textContent()) ?? '';
    await dialog.getByRole('button', { name: 'Close' }).click();

    await using other = await openWindow(browser, link, { expected: ['401'] });
    await other.page.getByLabel('Password, at least 12 characters').fill(PASSWORD);
    await other.page.getByRole('button', { name: 'Choose it' }).click();
    await other.page.getByText('2 stations').waitFor();
    assert.equal(await other.page.getByRole('link', { name: 'System' }).count(), 1);
    await other.page.getByRole('button', { name: 'Sign out' }).click();
    await other.page.getByLabel('Name').fill('Ola');
    await other.page.getByLabel('Password', { exact: true }).last().fill('something else');
    await other.page.getByRole('button', { name: 'Sign in' }).click();
    await other.page.getByText('The name or the password is wrong.').waitFor();
    await other.page.getByLabel('Password', { exact: true }).last().fill(PASSWORD);
    await other.page.getByRole('button', { name: 'Sign in' }).click();
    await other.page.getByText('2 stations').waitFor();
    other.assertNoTrouble();
    await other.page.context().clearCookies();
    await other.page.reload();
    await other.page.getByText('The session is over. Sign in again.').waitFor();
  });

  await t.test('a key for one station sees only that one', async () => {
    await go('keys');
    await page.getByRole('button', { name: 'Make a key' }).click();
    await dialog.getByLabel('Who or what it is for').fill('site screen');
    await dialog.getByLabel('Only these stations (optional)').fill('CS-2.1');
    await dialog.getByRole('button', { name: 'Make' }).click();
    const key = await dialog.locator('.secret').textContent();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('row', { name: /site screen viewer CS-2.1/ }).waitFor();
    await using other = await openWindow(browser, `${csms.url}/#key=${key}`, {
      expected: ['403', '404'],
    });
    await other.page.getByText('1 station', { exact: true }).waitFor();
  });

  await t.test('selected stations are put out of service by one command, live', async () => {
    await go('');
    await page.getByLabel('Select CS-1.6').check();
    await page.getByRole('link', { name: /CS-2.1$/ }).focus();
    await page.keyboard.press('x');
    await page.getByText('2 stations selected').waitFor();
    await page.getByRole('button', { name: 'Command…' }).click();
    await dialog
      .getByRole('combobox', { name: 'Command', exact: true })
      .selectOption('ChangeAvailability');
    await dialog.getByRole('radio', { name: 'JSON' }).check();
    await dialog.getByRole('button', { name: 'Send' }).click();
    await page.locator('.chip', { hasText: 'finished' }).waitFor();
    await page.getByRole('img', { name: '2 of 2 stations done, 0 failed' }).waitFor();
    await page.getByRole('link', { name: 'Its commands' }).click();
    await page.getByRole('row', { name: /ChangeAvailability CS-1.6 done/ }).waitFor();
    await go('?state=trouble');
    await page.getByText('2 stations', { exact: true }).waitFor();
  });

  await t.test(
    'a fault is an alert: who must act, noted, over when the station says so',
    async () => {
      modern.fault(1, 'CX003');
      await page.getByTitle('1 open alert that nobody noted').waitFor();
      await go('?alert=open');
      await page.getByRole('link', { name: 'Alerts of CS-2.1' }).click();
      await page.getByRole('button', { name: /^Details of/ }).click();
      await page.getByText('Who must act:').waitFor();
      await page.getByRole('button', { name: /^Acknowledge/ }).click();
      await dialog.getByLabel('What is known or done (optional)').fill('technician is on the way');
      await dialog.getByRole('button', { name: 'Acknowledge' }).click();
      await page.getByText('noted', { exact: true }).waitFor();
      modern.clearFault(1);
      await page.getByText('Nothing matches').waitFor();
      await go('alert-frequency');
      await page.getByRole('row', { name: /CX003 Northbound Fleet 22 0.1.0 1 2 0.50/ }).waitFor();
    },
  );

  await t.test('a campaign puts the stations back, chosen by their model', async () => {
    await go('campaigns');
    await page.getByRole('button', { name: 'New campaign' }).click();
    await dialog.getByLabel('Name').fill('back in service');
    await dialog.getByLabel('Model', { exact: true }).fill('Fleet 22');
    await dialog.getByText('2 stations: CS-1.6, CS-2.1').waitFor();
    await dialog.getByLabel('Stations in a wave').fill('1');
    await dialog
      .getByRole('combobox', { name: 'Command', exact: true })
      .selectOption('ChangeAvailability');
    await dialog.getByRole('combobox', { name: /operationalStatus/i }).selectOption('Operative');
    await dialog.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('heading', { name: 'back in service' }).waitFor();
    await page.getByText('2 / 2', { exact: true }).first().waitFor();
    await page.locator('.chip', { hasText: 'finished' }).waitFor();
    await go('?state=available');
    await page.getByText('2 stations', { exact: true }).waitFor();
  });

  await t.test('a bay is reserved and let go again', async () => {
    await go('reservations');
    await page.getByRole('button', { name: 'Reserve' }).click();
    await dialog.getByLabel('Station').fill('CS-2.1');
    await dialog.getByLabel('EVSE (any when empty)').fill('1');
    await dialog.getByLabel('Token').fill('DRIVER-1');
    await dialog.getByRole('button', { name: 'Reserve' }).click();
    await page.locator('.chip', { hasText: 'Active' }).waitFor();
    await page.getByRole('button', { name: /^Cancel reservation/ }).click();
    await page.locator('.chip', { hasText: 'Cancelled' }).waitFor();
  });

  await t.test('a session is told, sealed, verified and exported', async () => {
    await go('settings');
    await page.getByRole('button', { name: 'Change…' }).first().click();
    await dialog.getByLabel('A complete transaction is sealed after, s').fill('0');
    await dialog.getByRole('button', { name: 'Change' }).click();
    await dialog.waitFor({ state: 'detached' });

    old.plugIn(1);
    old.swipe({ idToken: 'DRIVER-1', type: 'ISO14443' }, 1);
    await go('transactions');
    await page.getByRole('row', { name: /CS-1.6.*Charging/ }).waitFor();
    old.swipe({ idToken: 'DRIVER-1', type: 'ISO14443' }, 1);
    await page.getByRole('link', { name: '1', exact: true }).click();
    await page.locator('.transaction-title').getByText('Ended').waitFor();
    await page.getByRole('radio', { name: 'Story' }).check();
    await page.locator('.story').getByText('Event').first().waitFor();
    await page.locator('.story').getByText('Sealed', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Details of 1' }).click();
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('verified: the ledger gives the same bytes').waitFor();
    await go('cdrs');
    await page.getByRole('row', { name: /CDR 1/ }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export CSV' }).click(),
    ]);
    const csv = await readFile((await download.path()) ?? '', 'utf8');
    assert.match(csv, /\r\n1,.*CS-1\.6/);
  });

  await t.test('a template of the device model reaches the station', async () => {
    await go('templates');
    await page.getByRole('button', { name: 'Make a template' }).click();
    await dialog.getByLabel('Name').fill('quick samples');
    await dialog.getByLabel('Model').fill('Fleet*');
    await dialog
      .getByLabel('Values, one a line')
      .fill('SampledDataCtrlr.TxUpdatedInterval = 7\nNoCtrlr.Nothing = 1');
    await dialog.getByRole('button', { name: 'Make' }).click();
    await page.getByRole('row', { name: /quick samples Fleet\* 2 2/ }).waitFor();
    await go('drift');
    await page
      .getByRole('row', { name: /CS-2.1 NoCtrlr.Nothing/ })
      .first()
      .waitFor();
  });

  await t.test('the smaller pages do what they say', async () => {
    await go('groups');
    await page.getByRole('button', { name: 'Add a group' }).click();
    await dialog.getByLabel('Group id, as tokens name it').fill('STAFF');
    await dialog.getByLabel(/Master pass/).check();
    await dialog.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('row', { name: /STAFF.*master pass/ }).waitFor();

    await go('local-lists');
    await page.getByRole('button', { name: 'Make a list' }).click();
    await dialog.getByLabel('Name').fill('everywhere');
    await dialog.getByLabel('Stations', { exact: true }).fill('CS-2.1');
    await dialog.getByRole('button', { name: 'Make' }).click();
    await page.getByRole('button', { name: 'Details of everywhere' }).click();
    await page
      .getByRole('row', { name: /CS-2.1/ })
      .last()
      .waitFor();

    await go('maintenance');
    await page.getByRole('button', { name: 'Plan a window' }).click();
    await dialog.getByLabel('Reason (optional)').fill('cable swap');
    await dialog.getByLabel('Stations', { exact: true }).fill('CS-1.6');
    await dialog.getByLabel('From').fill('2099-01-01T08:00');
    await dialog.getByLabel('To', { exact: true }).fill('2099-01-01T10:00');
    await dialog.getByRole('button', { name: 'Plan' }).click();
    await page.getByRole('button', { name: 'Cancel cable swap' }).click();
    await page.locator('.chip', { hasText: 'Cancelled' }).waitFor();

    await go('firmware');
    await page.getByRole('button', { name: 'Register an image' }).click();
    await dialog.getByLabel(/^Version/).fill('0.2.0');
    await dialog
      .locator('input[type=file]')
      .setInputFiles({ name: 'new.bin', mimeType: '', buffer: Buffer.alloc(2048) });
    await dialog.getByRole('button', { name: 'Register' }).click();
    await dialog.getByText('Its bytes are known').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('row', { name: /0.2.0 any Ready 2.0 kB/ }).waitFor();

    await go('webhooks');
    await page.getByRole('button', { name: 'Add a webhook' }).click();
    await dialog.getByLabel('Address', { exact: true }).fill('https://127.0.0.1:1/hook');
    await dialog.getByLabel('The address may be inside the network').check();
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog.locator('.secret').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('link', { name: 'https://127.0.0.1:1/hook' }).click();
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByRole('status').locator('.chip').waitFor();

    await go('settings');
    await page.getByRole('button', { name: 'Make a backup now' }).click();
    await page.getByRole('row', { name: /\.db/ }).waitFor();
  });

  await t.test('the palette leads anywhere, and the audit knows who did what', async () => {
    await page.keyboard.press('Control+k');
    await dialog.getByRole('combobox').fill('who did');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Audit' }).waitFor();
    await page.getByLabel('Operation').fill('createCampaign');
    await page
      .getByRole('row', { name: /admin user createCampaign .campaigns done/ })
      .first()
      .waitFor();
    await page.keyboard.press('Control+k');
    await dialog.getByRole('combobox').fill('cs-2');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'CS-2.1' }).waitFor();
    window.assertNoTrouble();
  });
});
