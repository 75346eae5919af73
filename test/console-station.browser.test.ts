import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createClient } from '@northbound/client';
import { startCsms } from '@northbound/csms';
import type { Version } from '@northbound/protocol';
import { systemClock, systemRandom, webSocketDialer } from '@northbound/rpc';
import { createStation, type Station } from '@northbound/station';
import { simulatedHardware } from '@northbound/world';
import { openWindow, startBrowser } from '../packages/console/src/testing/browser.ts';

const EVSES = [
  { connectors: [{ type: 'sType2' }], maxCurrentA: 32, phases: 3, voltageV: 230 },
] as const;

const HEARTBEAT = {
  component: { name: 'OCPPCommCtrlr' },
  variable: { name: 'HeartbeatInterval' },
};

function newStation(url: string, identity: string, version: Version): Station {
  const hardware = simulatedHardware({ clock: systemClock, evses: EVSES });
  return createStation(
    {
      identity,
      url,
      versions: [version],
      vendor: 'Northbound',
      model: 'Fleet 22',
      firmwareVersion: '0.1.0',
      evses: EVSES,
    },
    { clock: systemClock, random: systemRandom, dialer: webSocketDialer(), hardware },
  );
}

test("a station's page with a real CSMS and real stations", async (t) => {
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
    readsDeviceModels: false,
    logLevel: 'silent',
  });
  cleanup.use(csms);
  const client = createClient({ baseUrl: csms.url, key: csms.adminKey ?? '' });
  const endpoint = `${csms.url.replace('http', 'ws')}/ocpp`;
  const newer = newStation(endpoint, 'CS-NEW', '2.1');
  const older = newStation(endpoint, 'CS-OLD', '1.6');
  cleanup.defer(() => newer.stop());
  cleanup.defer(() => older.stop());
  await newer.start();
  await older.start();

  const window = await openWindow(browser, `${csms.url}/#key=${csms.adminKey}`, {
    expected: ['409'],
  });
  cleanup.use(window);
  const { page } = window;
  const open = (id: string, tab: string) => page.goto(`${csms.url}/#/stations/${id}?tab=${tab}`);
  await page.getByText('none offline').waitFor();

  await t.test('the overview: health with evidence, groups, availability', async () => {
    await open('CS-NEW', 'overview');
    const health = page.getByRole('region', { name: 'Health' });
    await health.getByText('in step (less than 1 s off)').waitFor();
    await health.getByText(/^Connected .* 1 connection began within the last hour\.$/).waitFor();
    const groups = page.getByRole('region', { name: 'Groups' });
    await groups.getByRole('textbox').fill('Depot, Pilot');
    const saved = page.waitForResponse(
      (response) => response.request().method() === 'PUT' && response.url().endsWith('/groups'),
    );
    await groups.getByRole('button', { name: 'Save' }).click();
    await saved;
    assert.deepEqual((await client.getStationGroups({ id: 'CS-NEW' })).groups, ['Depot', 'Pilot']);

    const availability = page.getByRole('region', { name: 'Availability' });
    await availability.getByLabel('Place').selectOption('EVSE 1');
    await availability.getByRole('button', { name: 'Take out of service' }).click();
    await availability.getByText('EVSE 1: Inoperative, station: Accepted').waitFor();
    await page.getByRole('region', { name: 'EVSEs' }).getByText('Unavailable').waitFor();
    await availability.getByRole('button', { name: 'Put into service' }).click();
    await page.getByRole('region', { name: 'EVSEs' }).getByText('Available').waitFor();
  });

  await t.test('alerts come and go with what the station reports', async () => {
    const alerts = page.getByRole('region', { name: 'Open alerts' });
    await alerts.getByText('Nothing is wrong').waitFor();
    newer.fault(1, 'CX003');
    await alerts.getByText(/CX003/).waitFor();
    await alerts.getByRole('button', { name: 'Note CX003' }).click();
    await alerts.getByText(/^Noted by/).waitFor();
    newer.clearFault(1);
    await alerts.getByText('Nothing is wrong').waitFor();
  });

  await t.test('a command as a form: checked as it is filled in, sent, answered', async () => {
    await open('CS-NEW', 'commands');
    await page.getByRole('searchbox', { name: 'Search commands' }).fill('availab');
    await page.getByRole('link', { name: 'ChangeAvailability' }).click();
    const form = page.getByRole('region', { name: 'ChangeAvailability' });
    await form.getByRole('button', { name: 'Empty' }).click();
    await form.getByText('$.operationalStatus').waitFor();
    assert.ok(await form.getByRole('button', { name: 'Send ChangeAvailability' }).isDisabled());
    await form.getByLabel('operationalStatus').selectOption('Operative');
    await form.getByLabel('Add to the request').selectOption('evse');
    await form.getByLabel('id', { exact: false }).first().fill('1');
    await form.getByRole('button', { name: 'Send ChangeAvailability' }).click();
    const answer = page.getByRole('region', { name: 'Answer' });
    await answer.getByText('Accepted').first().waitFor();
    const history = page.getByRole('region', { name: 'Command history' }).first();
    await history
      .getByRole('row', { name: /ChangeAvailability accepted/ })
      .first()
      .waitFor();
  });

  await t.test('the request can be written as JSON; a wrong one is told by its path', async () => {
    await open('CS-NEW', 'commands&command=GetCompositeSchedule');
    const form = page.getByRole('region', { name: 'GetCompositeSchedule' });
    await form.getByRole('radio', { name: 'JSON' }).check();
    await form.getByLabel('Request (JSON)').fill('{"evseId":-1,"duration":60}');
    await form.getByText('$.evseId').waitFor();
    await form.getByLabel('Request (JSON)').fill('{"evseId":1,"duration":60}');
    await form.getByRole('button', { name: 'Send GetCompositeSchedule' }).click();
    await page
      .getByRole('region', { name: 'Answer' })
      .getByText('"chargingSchedulePeriod"')
      .waitFor();
  });

  await t.test(
    'a station that is away gets its command later, unless it is cancelled',
    async () => {
      await open('CS-OLD', 'commands&command=ClearCache');
      await older.stop();
      await page.getByRole('heading', { name: 'Offline CS-OLD' }).waitFor();
      const form = page.getByRole('region', { name: 'ClearCache' });
      await form.getByRole('button', { name: 'Send ClearCache' }).click();
      await page.getByRole('region', { name: 'Answer' }).getByText('notConnected').waitFor();
      await form.getByLabel('When it is away').selectOption('wait for an hour');
      await form.getByRole('button', { name: 'Send ClearCache' }).click();
      await page.getByRole('region', { name: 'Answer' }).getByText('Queued').waitFor();
      const history = page.getByRole('region', { name: 'Command history' }).first();
      await history.getByRole('button', { name: 'Cancel ClearCache' }).click();
      await history.getByRole('row', { name: /ClearCache cancelled/ }).waitFor();
      await form.getByRole('button', { name: 'Send ClearCache' }).click();
      await history.getByText('waits for its station').waitFor();
      await older.start();
      await history.getByRole('row', { name: /ClearCache accepted/ }).waitFor({ timeout: 20_000 });
    },
  );

  await t.test('the device model: read, searched, set, and seen to be so', async () => {
    await open('CS-NEW', 'model');
    await page.getByRole('button', { name: 'Read from station' }).click();
    const tree = page.getByRole('tree');
    await tree.getByRole('treeitem', { name: /^OCPPCommCtrlr/ }).waitFor();
    await tree.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await tree.locator('[aria-level="2"]').first().waitFor();
    await page.getByLabel('Search the device model').fill('HeartbeatInterval');
    await tree.getByRole('treeitem', { name: /^HeartbeatInterval/ }).click();
    const variable = page.getByRole('region', { name: 'Variable' });
    await variable.getByLabel('Desired value').fill('123');
    await variable.getByRole('button', { name: 'Set' }).click();
    await variable.getByText('The station has taken the value.').waitFor();
    await tree.getByText('as desired').waitFor();
    await page.getByRole('region', { name: 'History' }).getByText('123').first().waitFor();
    const asked = await client.getVariablesCommand({
      id: 'CS-NEW',
      body: { getVariableData: [HEARTBEAT] },
    });
    assert.match(JSON.stringify(asked), /"attributeValue":"123"/);
  });

  await t.test('what the station refuses is drift, with the reason', async () => {
    const place = { component: 'OCPPCommCtrlr', variable: 'HeartbeatInterval' };
    await client.desireValues({ id: 'CS-NEW', body: { values: [{ ...place, value: 'seldom' }] } });
    await page.getByLabel('Only drift').check();
    await page.getByRole('tree').getByText('drift, desired seldom').waitFor();
    const details = page.getByRole('region', { name: 'Variable' });
    await details.getByText('The station refuses: read-only, out of its range, or not a value of this kind.').waitFor();
    await details.getByRole('button', { name: 'Release' }).click();
    await page.getByText('Nothing matches').waitFor();
  });

  await t.test("a 1.6 station's configuration is in the same tree", async () => {
    await open('CS-OLD', 'model');
    await page.getByRole('link', { name: 'Configuration' }).waitFor();
    await page.getByRole('button', { name: 'Read from station' }).click();
    await page.getByLabel('Search the device model').fill('HeartbeatInterval');
    await page.getByRole('treeitem', { name: /^HeartbeatInterval/ }).click();
    const variable = page.getByRole('region', { name: 'Variable' });
    await variable.getByText('Key of 1.6').waitFor();
  });

  await t.test('a station that is held is let in by an operator', async () => {
    await client.putStation({ id: 'CS-HELD', body: {} });
    await client.putRegistration({ id: 'CS-HELD', body: { registration: 'Pending' } });
    const held = newStation(endpoint, 'CS-HELD', '2.1');
    cleanup.defer(() => held.stop());
    await held.start();
    await open('CS-HELD', 'overview');
    const registration = page.getByRole('region', { name: 'Registration' });
    await registration.getByText('Pending').waitFor();
    await registration.getByRole('button', { name: 'Accept' }).click();
    await registration.getByText('Accepted').waitFor();
  });

  window.assertNoTrouble();
});
