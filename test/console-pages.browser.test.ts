import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pagesFor } from '../packages/console/src/model/pages.ts';
import { accessibilityOf } from '../packages/console/src/testing/accessibility.ts';
import { consoleUnderTest, MAKE, TELEPHONE, widthOf } from './console-under-test.ts';

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

test('the pages of the console: lists, forms, and what they say', async (t) => {
  await using under = await consoleUnderTest(t);
  if (under === undefined) return;
  const { csms, client, window, page, dialog, otherWindow, open: go } = under;
  const idToken = 'DRIVER-1';
  await csms.commands.putToken({ idToken, type: 'ISO14443', status: 'Accepted' });
  const old = under.newStation('CS-1.6', '1.6');
  for (const station of [old, under.newStation('CS-2.1', '2.1')]) await station.start();
  await page.getByText('2 stations').waitFor();
  await page.getByText('none offline').waitFor();
  const steps = [{ command: 'ClearCache', request: {} }] as const;
  await client.createCampaign({ body: { name: 'forget', stations: { model: MAKE.model }, steps } });
  old.plugIn(1);
  old.swipe({ idToken, type: 'ISO14443' }, 1);
  await go('transactions');
  await page.getByRole('row', { name: /CS-1.6.*Charging/ }).waitFor();

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

    const rule = { scope: 'token', id: 'DRIVER-1' } as const;
    await client.putConcurrencyRule({ ...rule, body: { max: 3 } });
    await go('groups');
    await page.getByRole('button', { name: 'Limit transactions at once' }).click();
    await dialog.getByLabel('Token or group').fill('driver-1');
    await dialog.getByRole('button', { name: 'Set' }).click();
    await dialog.getByText('A limit of the token driver-1 is there already').waitFor();
    assert.equal((await client.getConcurrencyRule(rule)).max, 3);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Change token DRIVER-1' }).click();
    await dialog.getByLabel('Transactions at once').fill('2');
    await dialog.getByRole('button', { name: 'Change' }).click();
    await page.getByRole('row', { name: /token DRIVER-1 2/ }).waitFor();
    await client.deleteConcurrencyRule(rule);
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
      .getByRole('row', { name: /first admin key createCampaign .campaigns done/ })
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
