import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { Station } from '@northbound/station';
import { pagesFor } from '../packages/console/src/model/pages.ts';
import { accessibilityOf } from '../packages/console/src/testing/accessibility.ts';
import { consoleUnderTest, TELEPHONE, widthOf } from './console-under-test.ts';

const PASSWORD = 'correct horse battery';

const SAMPLE_INTERVAL = {
  component: { name: 'SampledDataCtrlr' },
  variable: { name: 'TxUpdatedInterval' },
};

/** How buttons of lists begin that change something. */
const ACTING =
  /^(Acknowledge|Add|Apply|Block|Cancel|Change|Clear|Delete|Invite|Limit|Make|New|Plan|Register|Reserve|Revoke|Update)/;

/** What nobody should meet. */
const BAD = `<body style="background: #fff">
  <p class="pale" style="color: #999">pale</p>
  <p class="see-through" style="color: #000; opacity: 0.5">see-through</p>
  <p class="large" style="color: #888; font-size: 24px">large</p>
  <button class="mute"></button>
  <button class="skipped" tabindex="-1">skipped</button>
  <button class="unmarked" style="outline: none">unmarked</button>
  <span class="pointed" style="cursor: pointer">pointed</span>`;

/** Buttons above a list that open a dialog. */
const OPENING =
  /^((Add|Invite|Make|Plan|Register) an? (group|image|key|list|person|station|template|token|webhook|window)|New campaign|Reserve)$/;

/** What a station says of its only connector, not what the CSMS believes. */
function stateOf(station: Station): string | undefined {
  return station.state().evses[0]?.connectors[0]?.availabilityState;
}

test('operating a fleet in the console, with a real CSMS and real stations', async (t) => {
  await using under = await consoleUnderTest(t, {
    hash: ({ invitation }) => `invitation=${invitation}`,
    expected: ['401'],
  });
  if (under === undefined) return;
  const { csms, client, window, page, dialog, otherWindow, open: go } = under;
  await csms.commands.putToken({ idToken: 'DRIVER-1', type: 'Central', status: 'Accepted' });
  await csms.commands.putToken({ idToken: 'DRIVER-1', type: 'ISO14443', status: 'Accepted' });
  const old = under.newStation('CS-1.6', '1.6');
  const modern = under.newStation('CS-2.1', '2.1');
  for (const station of [old, modern]) await station.start();

  async function signIn(): Promise<void> {
    await page.getByLabel('Name').fill('admin');
    await page.getByLabel('Password', { exact: true }).last().fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('.who', { hasText: 'admin' }).waitFor();
  }

  await t.test('an invited admin chooses a password, and stays after a reload', async () => {
    await page.getByLabel('Password, at least 12 characters').waitFor();
    assert.deepEqual(await (await accessibilityOf(page))(), []);
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

    const other = await otherWindow(link.split('#')[1] ?? '', '401');
    await other.page.getByLabel('Password, at least 12 characters').fill(PASSWORD);
    await other.page.getByRole('button', { name: 'Choose it' }).click();
    await other.page.getByText('2 stations').waitFor();
    assert.equal(await other.page.getByRole('link', { name: 'System' }).count(), 1);
    await other.page.getByRole('button', { name: 'Sign out' }).click();
    await other.page.getByLabel('Name').fill('Ola');
    await other.page.getByLabel('Password', { exact: true }).last().fill('something else');
    await other.page.getByRole('button', { name: 'Sign in' }).click();
    await other.page.getByText('The name or the password is wrong.').waitFor();
    assert.deepEqual(await (await accessibilityOf(other.page))(), []);
    await other.page.getByLabel('Password', { exact: true }).last().fill(PASSWORD);
    await other.page.getByRole('button', { name: 'Sign in' }).click();
    await other.page.getByText('2 stations').waitFor();
    other.assertNoTrouble();
    await other.page.context().clearCookies();
    await other.page.reload();
    await other.page.getByText('The session is over. Sign in again.').waitFor();
  });

  await t.test(
    'an invitation is taken in a window that shows the console, and others follow',
    async () => {
      const { invitation } = await client.createUser({ body: { name: 'vera', role: 'viewer' } });
      const second = await page.context().newPage();
      await second.goto(csms.url);
      await second.getByText('2 stations').waitFor();
      await second.goto(`${csms.url}/#invitation=${invitation}`);
      await second.getByRole('button', { name: 'Stay admin' }).waitFor();
      assert.equal(second.url(), `${csms.url}/#`);
      await second.getByLabel('Password, at least 12 characters').fill(PASSWORD);
      await second.getByRole('button', { name: 'Choose it' }).click();
      await second.getByText('2 stations').waitFor();
      await page.locator('.who', { hasText: 'vera' }).locator('.role-viewer').waitFor();
      await second.getByRole('button', { name: 'Sign out' }).click();
      await page.getByText('The session was ended in another window.').waitFor();
      await second.close();
      await signIn();
    },
  );

  await t.test(
    'a session that is over leads to the sign-in page, and one that is left ends',
    async () => {
      await page.context().clearCookies();
      await go('campaigns');
      await page.getByText('The session is over. Sign in again.').waitFor();
      await signIn();
      window.expect('401', 'ERR_INTERNET_DISCONNECTED');
      await page.context().setOffline(true);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByText('it has not heard yet that you have signed out').waitFor();
      await page.context().setOffline(false);
      await page.getByText('it has not heard yet').waitFor({ state: 'detached' });
      const status = await page.evaluate<number>(
        "fetch('/api/v1/me').then(({ status }) => status)",
      );
      assert.equal(status, 401);
      await signIn();
      window.assertNoTrouble();
      window.expect('401');
    },
  );

  await t.test('a key for one station sees only that one', async () => {
    await go('keys');
    await page.getByRole('button', { name: 'Make a key' }).click();
    await dialog.getByLabel('Who or what it is for').fill('site screen');
    await dialog.getByLabel('Only these stations (optional)').fill('CS-2.1');
    await dialog.getByRole('button', { name: 'Make' }).click();
    const key = await dialog.locator('.secret').textContent();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('row', { name: /site screen viewer CS-2.1/ }).waitFor();
    await page.getByRole('button', { name: 'Make a key' }).click();
    await dialog.getByLabel('Who or what it is for').fill('harbour');
    await dialog.getByLabel('Only stations of these groups').fill('North Harbour, Depot');
    await dialog.getByRole('button', { name: 'Make' }).click();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('row', { name: /harbour viewer North Harbour ?Depot/ }).waitFor();
    const { items: keys } = await client.listKeys();
    assert.deepEqual(keys.find(({ name }) => name === 'harbour')?.groups, [
      'North Harbour',
      'Depot',
    ]);
    const other = await otherWindow(`key=${key}`, '403', '404');
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
  });

  await t.test('an operator commands, but has no pages of admins', async () => {
    const { key } = await client.createKey({ body: { name: 'night shift', role: 'operator' } });
    const operator = await otherWindow(`key=${key}`);
    await operator.page.getByRole('link', { name: 'System' }).click();
    await operator.page.getByRole('heading', { name: 'Settings' }).waitFor();
    assert.equal(await operator.page.getByRole('button', { name: 'Change…' }).count(), 0);
    assert.equal(await operator.page.getByRole('link', { name: 'Users' }).count(), 0);
    await operator.page.goto(
      `${csms.url}/#/stations/CS-2.1?tab=commands&command=ChangeAvailability`,
    );
    const form = operator.page.getByRole('region', { name: 'ChangeAvailability' });
    await form.getByLabel('operationalStatus').selectOption('Operative');
    await form.getByRole('button', { name: 'Send ChangeAvailability' }).click();
    const answer = operator.page.getByRole('region', { name: 'Answer' });
    await answer.getByText('Accepted').first().waitFor();
    assert.equal(stateOf(modern), 'Available');
    operator.assertNoTrouble();
  });

  await t.test('a viewer sees every list, on a telephone too, and nothing that acts', async () => {
    const { key } = await client.createKey({ body: { name: 'wall', role: 'viewer' } });
    const viewer = await otherWindow(`key=${key}`);
    await viewer.page.getByText('2 stations').waitFor();
    await viewer.page.setViewportSize(TELEPHONE);
    for (const { path } of pagesFor(false)) {
      await viewer.page.goto(`${csms.url}/#/${path}`);
      await viewer.page.locator('main, .empty').first().waitFor();
      await viewer.page.locator('.loading').first().waitFor({ state: 'detached' });
      const content = viewer.page.locator('#content');
      assert.deepEqual(await content.getByRole('button', { name: ACTING }).allTextContents(), []);
      assert.equal(await widthOf(viewer.page), TELEPHONE.width, path);
    }
    viewer.assertNoTrouble();
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

  await t.test('what somebody else has changed meanwhile is not undone', async () => {
    const put = (idToken: string, status: 'Accepted' | 'Blocked', note: string) =>
      client.putToken({ idToken, type: 'Central', body: { status, note } });
    const expiresAt = '2099-01-01T12:34:56.789Z';
    await client.putToken({
      idToken: 'STOLEN',
      type: 'Central',
      body: { status: 'Accepted', expiresAt },
    });
    await go('tokens');
    const row = page.getByRole('row', { name: /STOLEN/ });
    await row.getByText('Accepted').waitFor();
    await client.putToken({
      idToken: 'STOLEN',
      type: 'Central',
      body: { status: 'Blocked', expiresAt },
    });
    await row.getByRole('button', { name: 'Change STOLEN' }).click();
    await dialog.getByLabel('Note (optional)').fill('card of Ada');
    await dialog.getByRole('button', { name: 'Change' }).click();
    await row.getByText('Blocked').waitFor();
    const stolen = await client.getToken({ idToken: 'STOLEN', type: 'Central' });
    assert.deepEqual([stolen.note, stolen.expiresAt], ['card of Ada', expiresAt]);

    await row.getByRole('button', { name: 'Change STOLEN' }).click();
    await dialog.getByLabel('Note (optional)').fill('found');
    await put('STOLEN', 'Blocked', 'police knows');
    window.expect('401', '412');
    await dialog.getByRole('button', { name: 'Change' }).click();
    await dialog.getByText('Somebody else has changed it meanwhile.').waitFor();
    await dialog.getByRole('button', { name: 'Read it again' }).click();
    const note = dialog.getByLabel('Note (optional)');
    await dialog.getByText('Somebody else').waitFor({ state: 'detached' });
    assert.equal(await note.inputValue(), 'police knows');
    await note.fill('police has it');
    await dialog.getByRole('button', { name: 'Change' }).click();
    await row.getByText('police has it').waitFor();

    await put('STOLEN', 'Blocked', 'police gave it back');
    await row.getByRole('button', { name: 'Unblock STOLEN' }).click();
    await row.getByText('police gave it back').waitFor();
    await client.deleteToken({ idToken: 'STOLEN', type: 'Central' });
    window.expect('401', '404');
    await row.getByRole('button', { name: 'Block STOLEN' }).click();
    await row.getByRole('alert').waitFor();

    await go('settings');
    const kept = page.getByRole('region', { name: 'Kept for' });
    await kept.getByText('ever').first().waitFor();
    await client.putRetention({ body: { commandsKeptDays: 7, auditKeptDays: 3650 } });
    await kept.getByRole('button', { name: 'Change…' }).click();
    await dialog.getByLabel(/^Deliveries to webhooks/).fill('30');
    await dialog.getByRole('button', { name: 'Change' }).click();
    await kept.getByText('30 days', { exact: true }).waitFor();
    assert.deepEqual(await client.getRetention(), {
      commandsKeptDays: 7,
      auditKeptDays: 3650,
      deliveriesKeptDays: 30,
    });
    window.assertNoTrouble();
    window.expect('401');
  });

  await t.test('what is there already is not made again', async () => {
    const body = { status: 'Blocked', note: 'stolen' } as const;
    await client.putToken({ idToken: 'STOLEN', type: 'Central', body });
    window.expect('401', '412');
    await go('tokens');
    await page.getByRole('button', { name: 'Add a token' }).click();
    await dialog.getByLabel('Token', { exact: true }).fill('stolen');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog.getByText('The token stolen is there already, and stays as it is.').waitFor();
    const { status, note } = await client.getToken({ idToken: 'STOLEN', type: 'Central' });
    assert.deepEqual({ status, note }, body);
    await client.deleteToken({ idToken: 'STOLEN', type: 'Central' });

    await go('');
    await page.getByRole('button', { name: 'Add a station' }).click();
    await dialog.getByLabel('Identity').fill('CS-2.1');
    await dialog.getByLabel(/^Password/).fill('another password, not its own');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog.getByText('The station CS-2.1 is there already').waitFor();
    await page.keyboard.press('Escape');
    window.assertNoTrouble();
    window.expect('401');
  });

  await t.test('the smaller pages do what they say', async () => {
    await client.putStationGroups({ id: 'CS-1.6', body: { groups: ['Depot'] } });
    await go('sites');
    await page.getByRole('button', { name: 'Place… Depot' }).click();
    await dialog.getByLabel('Address').fill('Harbour Road 1');
    await dialog.getByLabel('Latitude').fill('48.21');
    await dialog.getByLabel('Longitude').fill('16.37');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('row', { name: /Depot 1 Harbour Road 1 48.2100, 16.3700/ }).waitFor();
    await page.getByRole('link', { name: 'Depot' }).click();
    await page.getByText('1 of 2 stations').waitFor();

    await go('groups');
    await page.getByRole('button', { name: 'Add a group' }).click();
    await dialog.getByLabel('Group id, as tokens name it').fill('STAFF');
    await dialog.getByLabel(/Master pass/).check();
    await dialog.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('row', { name: /STAFF.*master pass/ }).waitFor();
    await page.getByRole('button', { name: 'Details of STAFF' }).click();
    await page.getByRole('button', { name: 'Add a token to it' }).click();
    await dialog.getByLabel('Token', { exact: true }).fill('ANNA');
    await dialog.getByRole('button', { name: 'Add' }).click();
    const members = page.getByRole('region', { name: 'Tokens of STAFF' });
    await members.getByRole('row', { name: /ANNA Central Accepted STAFF/ }).waitFor();
    await members.getByRole('button', { name: 'Change ANNA' }).click();
    await dialog.getByLabel('Note (optional)').fill('night shift');
    await dialog.getByRole('button', { name: 'Change' }).click();
    await members.getByText('night shift').waitFor();

    await go('local-lists');
    await page.getByRole('button', { name: 'Make a list' }).click();
    await dialog.getByLabel('Name', { exact: true }).fill('everywhere');
    await dialog.getByLabel('Stations', { exact: true }).fill('CS-2.1');
    await dialog.getByLabel('Only tokens of these groups').fill('Night Shift, STAFF');
    await dialog.getByRole('button', { name: 'Make' }).click();
    await page.getByRole('row', { name: /everywhere CS-2.1 Night Shift, STAFF/ }).waitFor();
    await page.getByRole('button', { name: 'Change everywhere' }).click();
    await dialog.getByLabel('Only tokens of these groups').fill('');
    await dialog.getByRole('button', { name: 'Change' }).click();
    await page.getByRole('row', { name: /everywhere CS-2.1 every token/ }).waitFor();
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
    await page.getByRole('button', { name: 'Change…' }).click();
    await dialog.getByLabel('Address', { exact: true }).fill('https://127.0.0.1:2/hook');
    await dialog.getByLabel('cdr', { exact: true }).uncheck();
    await dialog.getByRole('button', { name: 'Change' }).click();
    await page.getByRole('heading', { name: 'https://127.0.0.1:2/hook' }).waitFor();

    await go('settings');
    await page.getByRole('button', { name: 'Make a backup now' }).click();
    await page.getByRole('region', { name: 'Backups' }).getByRole('row').nth(1).waitFor();
  });

  await t.test('the check of accessibility finds what it looks for', async () => {
    const bad = await page.context().newPage();
    await bad.setContent(BAD);
    const problems = await accessibilityOf(bad);
    assert.deepEqual((await problems()).sort(), [
      'Tab does not reach button.skipped "skipped"',
      'dark: contrast 2.85 of p.pale "pale"',
      'dark: contrast 3.98 of p.see-through "see-through"',
      'focus is not seen on button.unmarked body',
      'light: contrast 2.85 of p.pale "pale"',
      'light: contrast 3.98 of p.see-through "see-through"',
      'no name: button <button class mute>',
      'only a pointer reaches span.pointed',
    ]);
    await bad.close();
  });

  await t.test(
    'pages and dialogs can be read, named and reached, in the light and the dark',
    async () => {
      const problems = await accessibilityOf(page);
      const found: string[] = [];
      const note = async (place: string) =>
        found.push(...(await problems()).map((problem) => `${place}: ${problem}`));
      const lists = pagesFor(true).map(({ path }) => path);
      for (const path of [...lists, 'transactions/1', 'campaigns/1', 'webhooks/1']) {
        await go(path);
        await page.locator('main').first().waitFor();
        await page.locator('.loading').first().waitFor({ state: 'detached' });
        await note(path);
        const opening = page.getByRole('main').getByRole('button', { name: OPENING }).first();
        if ((await opening.count()) === 0) continue;
        await opening.click();
        await dialog.waitFor();
        await note(`the dialog of ${path}`);
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
      }
      assert.deepEqual(found, []);
    },
  );

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
    await page.getByRole('searchbox', { name: 'Operation' }).fill('putWebhook');
    await page.getByRole('button', { name: /^Details of/ }).click();
    const changes = page.getByRole('region', { name: 'Changes' });
    await changes.getByText('"https://127.0.0.1:1/hook"').waitFor();
    await changes.getByText('"https://127.0.0.1:2/hook"').waitFor();
    await page.keyboard.press('Control+k');
    await dialog.getByRole('combobox').fill('cs-2');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'CS-2.1' }).waitFor();
    window.assertNoTrouble();
  });
});
