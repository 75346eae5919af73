import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessibilityOf } from '../packages/console/src/testing/accessibility.ts';
import { consoleUnderTest, stateOf } from './console-under-test.ts';

const PASSWORD = 'correct horse battery';

test('the ways into the console, and how far each leads', async (t) => {
  await using under = await consoleUnderTest(t, {
    hash: ({ invitation }) => `invitation=${invitation}`,
    expected: ['401'],
  });
  if (under === undefined) return;
  const { csms, client, window, page, dialog, otherWindow, open: go } = under;
  const modern = under.newStation('CS-2.1', '2.1');
  for (const station of [under.newStation('CS-1.6', '1.6'), modern]) await station.start();

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
    await form.getByLabel('operationalStatus').selectOption('Inoperative');
    await form.getByRole('button', { name: 'Send ChangeAvailability' }).click();
    const answer = operator.page.getByRole('region', { name: 'Answer' });
    await answer.getByText('Accepted').first().waitFor();
    assert.equal(stateOf(modern), 'Unavailable');
    operator.assertNoTrouble();
  });
});
