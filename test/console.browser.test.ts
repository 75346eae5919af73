import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS } from '@northbound/protocol';
import { consoleUnderTest } from './console-under-test.ts';

const QUICK = { variables: { 'SampledDataCtrlr.TxUpdatedInterval': '1' } };

test('the console with a real CSMS and stations of all three versions', async (t) => {
  await using under = await consoleUnderTest(t, { csms: { admission: 'known' } });
  if (under === undefined) return;
  const { csms, endpoint, window, page, dialog, open, otherWindow } = under;
  await csms.commands.putToken({ idToken: 'DRIVER-1', type: 'Central', status: 'Accepted' });
  await csms.commands.putToken({ idToken: 'DRIVER-1', type: 'ISO14443', status: 'Accepted' });
  await page.getByText('No station yet').waitFor();
  const stations = VERSIONS.map((version) =>
    under.newStation(`CS-${version}`, version, { config: QUICK }),
  );

  await t.test('stations are added, connect, and are seen live', async () => {
    for (const station of stations) {
      await page.getByRole('button', { name: 'Add a station' }).click();
      await dialog.getByLabel('Identity').fill(station.identity);
      await dialog.getByRole('button', { name: 'Add' }).click();
      await dialog.getByText(`${endpoint}/${station.identity}`).waitFor();
      await dialog.getByRole('button', { name: 'Close' }).click();
      await station.start();
      const row = page.getByRole('row', { name: new RegExp(`${station.identity} `) });
      await row.getByText('Available', { exact: true }).waitFor();
      await row.getByText('Northbound Fleet 22').waitFor();
    }
  });

  await t.test('a station that was not added is seen to knock, and added', async () => {
    const stranger = under.newStation('CS-LATE', '2.1');
    await stranger.start();
    await open('strangers');
    const row = page.getByRole('row', { name: /CS-LATE it is not registered/ });
    await row.getByRole('button', { name: 'Add… CS-LATE' }).click();
    assert.equal(await dialog.getByLabel('Identity').inputValue(), 'CS-LATE');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog.getByText(`${endpoint}/CS-LATE`).waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByText('No stranger has knocked').waitFor();
    await stranger.stop();
    await under.client.deleteStation({ id: 'CS-LATE' });
  });

  for (const station of stations) {
    await t.test(`a session on ${station.identity}, started and stopped in the page`, async () => {
      await open(`stations/${station.identity}?tab=frames`);
      await page.getByRole('heading', { name: station.identity }).waitFor();
      await page.locator('.frame-line', { hasText: 'BootNotification' }).first().waitFor();

      await page.getByRole('link', { name: 'Overview' }).click();
      station.plugIn(1);
      await page.getByRole('button', { name: 'Start…' }).click();
      await dialog.getByLabel('Token').fill('DRIVER-1');
      await dialog.getByRole('button', { name: 'Start', exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      const evse = page.getByRole('region', { name: 'EVSEs' });
      await evse.getByText('Charging', { exact: true }).waitFor();
      await evse.getByText('11.0 kW').waitFor();
      assert.equal(station.state().evses[0]?.powerW, 11_040);

      await evse.getByRole('link', { name: /^Transaction \d+$/ }).click();
      await page.getByRole('img', { name: /^Curve of .*, peak power 11.0 kW, energy/ }).waitFor();
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.locator('.transaction-title').getByText('Ended').waitFor();
      await page.locator('.event-ended').waitFor();
      await page.getByText('Remote', { exact: true }).waitFor();
      assert.equal(station.state().evses[0]?.transactionId, undefined);
      station.plugOut(1);
    });
  }

  await t.test('what the meters measured is seen without a transaction too', async () => {
    await open('stations/CS-2.0.1?tab=charging');
    const meter = page.getByRole('region', { name: 'Meter' });
    await meter.getByRole('img', { name: /^Curve of .*, peak power 11.0 kW/ }).waitFor();
  });

  await t.test('a call reaches the station and its answer the page', async () => {
    await open(`stations/CS-2.0.1?tab=call`);
    await page.getByLabel('Action').selectOption('GetVariables');
    await page.getByRole('button', { name: 'Send' }).click();
    const answer = page.getByRole('region', { name: 'Answer' });
    await answer.getByText('"attributeStatus"').waitFor();
  });

  await t.test('an admin makes a key, a viewer signs in with it and may not command', async () => {
    await open(`keys`);
    await page.getByRole('button', { name: 'Make a key' }).click();
    await dialog.getByLabel('Who or what it is for').fill('wall screen');
    await dialog.getByRole('radio', { name: 'Viewer' }).check();
    await dialog.getByRole('button', { name: 'Make' }).click();
    const key = await dialog.locator('.secret').textContent();
    await dialog.getByRole('button', { name: 'Close' }).click();
    // Its stream is refused once the key is revoked.
    const viewer = await otherWindow(`key=${key}`, '401');
    await viewer.page.getByText('3 stations').waitFor();
    assert.equal(await viewer.page.getByRole('link', { name: 'Keys' }).count(), 0);
    viewer.assertNoTrouble();

    await page.getByRole('button', { name: 'Revoke wall screen' }).click();
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await viewer.page.getByText('The key is no longer valid.').waitFor();
  });

  await t.test('a station that goes is seen to go', async () => {
    await open('');
    await page.getByText('none offline').waitFor();
    await stations[0]?.stop();
    await page.getByText('1 offline').waitFor();
  });

  await t.test('a station is removed, and other pages see it go', async () => {
    const other = await otherWindow(`key=${csms.adminKey}`);
    await other.page.getByText('3 stations').waitFor();
    await other.page.getByText('Live', { exact: true }).waitFor();
    await page.getByRole('link', { name: /CS-2.1$/ }).click();
    // Its page may read it once more, before it gives way to the list.
    window.expect('404');
    await page.getByRole('button', { name: 'Remove CS-2.1' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('2 stations').waitFor();
    await other.page.getByText('2 stations').waitFor();
    other.assertNoTrouble();
  });

  await t.test('all sessions are in the list', async () => {
    await open(`transactions`);
    for (const version of VERSIONS) {
      await page.getByRole('row', { name: new RegExp(`CS-${version}.*Ended`) }).waitFor();
    }
    window.assertNoTrouble();
    assert.equal(await page.getByRole('row').count(), 1 + VERSIONS.length);
  });
});
