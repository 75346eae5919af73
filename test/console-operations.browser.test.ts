import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { consoleUnderTest, stateOf } from './console-under-test.ts';

const SAMPLE_INTERVAL = {
  component: { name: 'SampledDataCtrlr' },
  variable: { name: 'TxUpdatedInterval' },
};

test('operating a fleet in the console, with a real CSMS and real stations', async (t) => {
  await using under = await consoleUnderTest(t);
  if (under === undefined) return;
  const { csms, client, window, page, dialog, open: go } = under;
  await csms.commands.putToken({ idToken: 'DRIVER-1', type: 'Central', status: 'Accepted' });
  await csms.commands.putToken({ idToken: 'DRIVER-1', type: 'ISO14443', status: 'Accepted' });
  const old = under.newStation('CS-1.6', '1.6');
  const modern = under.newStation('CS-2.1', '2.1');
  for (const station of [old, modern]) await station.start();

  await t.test('selected stations are put out of service by one command, live', async () => {
    await go('');
    await page.getByLabel('Select CS-1.6').check();
    await page.getByRole('link', { name: /CS-2.1$/ }).focus();
    await page.keyboard.press('x');
    await page.getByText('2 stations selected').waitFor();
    await page.getByRole('button', { name: 'Command…' }).click();
    await dialog
      .getByRole('combobox', { name: 'Command', exact: true })
      .and(page.locator(':focus'))
      .waitFor();
    await dialog
      .getByRole('combobox', { name: 'Command', exact: true })
      .selectOption('ChangeAvailability');
    await dialog.getByRole('radio', { name: 'JSON' }).check();
    await dialog.getByRole('button', { name: 'Send' }).click();
    await page.locator('.chip', { hasText: 'finished' }).waitFor();
    await page.getByRole('img', { name: '2 of 2 stations done, 0 failed' }).waitFor();
    await page.getByRole('link', { name: 'Its commands' }).click();
    await page.getByRole('row', { name: /ChangeAvailability CS-1.6 done/ }).waitFor();
    assert.deepEqual([old, modern].map(stateOf), ['Unavailable', 'Unavailable']);
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
    assert.deepEqual([old, modern].map(stateOf), ['Available', 'Available']);
    await go('?state=available');
    await page.getByText('2 stations', { exact: true }).waitFor();
  });

  await t.test('a campaign with a request that cannot be read is not begun', async () => {
    const before = await client.listCampaigns({});
    await go('campaigns');
    await page.getByRole('button', { name: 'New campaign' }).click();
    await dialog.getByLabel('Name').fill('half written');
    await dialog.getByRole('radio', { name: 'JSON' }).check();
    await dialog.getByLabel('Request (JSON)').fill('{ "type": "OnIdle"');
    await dialog.getByRole('button', { name: 'Begin' }).click();
    await dialog.getByText('What is written of Reset is not right yet.').waitFor();
    await page.keyboard.press('Escape');
    assert.deepEqual(await client.listCampaigns({}), before);
  });

  await t.test('what cannot be asked for is said, in a form and below a list', async () => {
    window.expect('400');
    await go('campaigns');
    await page.getByRole('button', { name: 'New campaign' }).click();
    await dialog.getByLabel('Model', { exact: true }).fill('M'.repeat(51));
    await dialog.getByText(/model must have at most 50/).waitFor();
    await page.keyboard.press('Escape');
    for (let more = 0; more < 51; more += 1)
      await client.putToken({ idToken: `T${more}`, type: 'Central', body: { status: 'Accepted' } });
    const title = 'The cursor is none of this list';
    const json = { type: 'urn:northbound:problem:invalidCursor', title, status: 400 };
    const contentType = 'application/problem+json';
    await page.route(/audit.*cursor=/, (route) =>
      route.fulfill({ status: 400, json, contentType }),
    );
    await go('audit');
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.getByRole('alert').filter({ hasText: title }).waitFor();
    await page.unrouteAll();
    window.assertNoTrouble();
    window.expect();
  });

  await t.test('a filter that is still being read lets nothing through', async () => {
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    await page.route(/group=Harbour/, (route) => held.then(() => route.continue()));
    await go('?group=Harbour');
    await page.getByText('Loading the stations of Harbour').waitFor();
    assert.equal(await page.getByLabel('Select all shown').count(), 0);
    letGo();
    await page.getByText('No station matches').waitFor();
  });

  await t.test('a moment in a form keeps its seconds', async () => {
    await go('stations/CS-2.1?tab=commands&command=ReserveNow');
    const field = page.getByRole('region', { name: 'ReserveNow' }).getByLabel('expiryDateTime');
    await field.fill('2099-01-01T10:00:30');
    assert.equal(await field.inputValue(), '2099-01-01T10:00:30');
  });

  await t.test('a campaign of two commands gives them one after the other', async () => {
    await go('campaigns');
    await page.getByRole('button', { name: 'New campaign' }).click();
    await dialog.getByLabel('Name').fill('off and forget');
    await dialog.getByLabel('Firmware', { exact: true }).fill('0.*');
    await dialog.getByLabel('OCPP version').selectOption('2.1');
    await dialog.getByText('1 station: CS-2.1').waitFor();
    const command = (name: string) => dialog.getByRole('combobox', { name, exact: true });
    await command('Command').selectOption('ChangeAvailability');
    await dialog.getByRole('combobox', { name: /operationalStatus/i }).selectOption('Inoperative');
    await dialog.getByRole('button', { name: 'Then another command' }).click();
    await command('Command of step 2').selectOption('ClearCache');
    await dialog.getByRole('button', { name: 'Begin' }).click();
    await page.getByText('Step 2: ClearCache').waitFor();
    await page.locator('.chip', { hasText: 'finished' }).waitFor();
    assert.deepEqual([old, modern].map(stateOf), ['Available', 'Unavailable']);
    const { items } = await client.listStationCommands({ id: 'CS-2.1', limit: 2 });
    assert.deepEqual(
      items.map((one) => [one.command, one.accepted]),
      [
        ['ClearCache', true],
        ['ChangeAvailability', true],
      ],
    );
    const body = { operationalStatus: 'Operative', evse: { id: 1, connectorId: 1 } } as const;
    await client.changeAvailabilityCommand({ id: 'CS-2.1', body });
  });

  await t.test('a bay is reserved and let go again', async () => {
    await go('reservations');
    await page.getByRole('button', { name: 'Reserve' }).click();
    await dialog.getByLabel('Station').fill('CS-2.1');
    await dialog.getByLabel('EVSE (any when empty)').fill('1');
    await dialog.getByLabel('Token').fill('DRIVER-1');
    await dialog.getByRole('button', { name: 'Reserve' }).click();
    await page.locator('.chip', { hasText: 'Active' }).waitFor();
    assert.equal(stateOf(modern), 'Reserved');
    await page.getByRole('button', { name: /^Cancel reservation/ }).click();
    await page.locator('.chip', { hasText: 'Cancelled' }).waitFor();
    assert.equal(stateOf(modern), 'Available');
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
      .fill('SampledDataCtrlr.TxUpdatedInterval = 7\nEVSE 1 · NoCtrlr.Nothing (Target) = 1');
    await dialog.getByRole('button', { name: 'Make' }).click();
    await page.getByRole('row', { name: /quick samples Fleet\* 2 2/ }).waitFor();
    await go('drift');
    await page
      .getByRole('row', { name: /CS-2.1 EVSE 1 · NoCtrlr.Nothing .Target./ })
      .first()
      .waitFor();
    const asked = await client.getVariablesCommand({
      id: 'CS-2.1',
      body: { getVariableData: [SAMPLE_INTERVAL] },
    });
    assert.match(JSON.stringify(asked), /"attributeValue":"7"/);
  });

  window.assertNoTrouble();
});
