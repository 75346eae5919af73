import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { test } from 'node:test';
import type { Version } from '@northbound/protocol';
import { firmwareImage, httpFileTransfer, memoryFirmwareBank } from '@northbound/station';
import { tabsFor } from '../packages/console/src/model/station-tabs.ts';
import { accessibilityOf } from '../packages/console/src/testing/accessibility.ts';
import { consoleUnderTest, MAKE, TELEPHONE, widthOf } from './console-under-test.ts';
import { RawStation } from './raw-station.ts';

const PROFILE = {
  id: 7,
  stackLevel: 0,
  chargingProfilePurpose: 'TxDefaultProfile',
  chargingProfileKind: 'Relative',
  chargingSchedule: [
    { id: 1, chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 10 }] },
  ],
} as const;

/** How buttons begin that change something. */
const ACTING =
  /^(Set|Ask|Get|Show a message|Remove|Reserve|Update|Apply|Read from|Take|Put|Save|Clear|Cancel|Start|Stop)/;

const isFocused = (element: unknown) =>
  element === Reflect.get(globalThis, 'document').activeElement;

const HEARTBEAT = {
  component: { name: 'OCPPCommCtrlr' },
  variable: { name: 'HeartbeatInterval' },
};

test("a station's page with a real CSMS and real stations", async (t) => {
  await using under = await consoleUnderTest(t, {
    csms: { readsDeviceModels: false },
    // Nobody is connected; no local list is kept.
    expected: ['409', '/local-list', 'status of 404'],
  });
  if (under === undefined) return;
  const { client, endpoint, window, page, dialog, otherWindow } = under;
  const newStation = (identity: string, version: Version) =>
    under.newStation(identity, version, {
      ports: {
        files: httpFileTransfer(),
        // The older one has no place for firmware.
        ...(version === '2.1' && { firmware: memoryFirmwareBank(MAKE) }),
      },
    });
  const newer = newStation('CS-NEW', '2.1');
  const older = newStation('CS-OLD', '1.6');
  await newer.start();
  await older.start();
  const open = (id: string, tab: string) => under.open(`stations/${id}?tab=${tab}`);
  await page.getByText('none offline').waitFor();

  await t.test('the overview: health with evidence, groups, availability', async () => {
    await open('CS-NEW', 'overview');
    const health = page.getByRole('region', { name: 'Health' });
    // Both clocks are this machine's; a message that waits for a processor makes one look late.
    await health.getByText(/^(in step|[\d.]+ s behind)/).waitFor();
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
    const evses = page.getByRole('region', { name: 'EVSEs' });
    await evses.getByText('Unavailable', { exact: true }).waitFor();
    await availability.getByRole('button', { name: 'Put into service' }).click();
    await evses.getByText('Available', { exact: true }).waitFor();
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
    await page.keyboard.press('Control+Enter');
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
    await details
      .getByText('The station refuses: read-only, out of its range, or not a value of this kind.')
      .waitFor();
    await details.getByRole('button', { name: 'Release' }).click();
    await page.getByText('Nothing matches').waitFor();
  });

  await t.test('what the model tells of an EVSE is in the overview', async () => {
    await open('CS-NEW', 'overview');
    await page.getByText(/^sType2 · up to 22.1 kW/).waitFor();
  });

  await t.test('ten thousand variables are a few lines', async () => {
    await client.putStation({ id: 'CS-BIG', body: {} });
    await page.route('**/stations/CS-BIG/device-model?*', (route) => {
      const start = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 0);
      const items = Array.from({ length: 1000 }, (_, index) => ({
        stationId: 'CS-BIG',
        component: `Component${(start + index) % 40}`,
        variable: `Variable${start + index}`,
        attributeType: 'Actual',
        value: 'x',
        drift: false,
      }));
      const next = start + 1000;
      return route.fulfill({
        json: next < 10_000 ? { items, nextCursor: String(next) } : { items },
      });
    });
    await open('CS-BIG', 'model');
    await page.getByText('10,000 attributes').waitFor();
    await page.getByLabel('Search the device model').fill('variable');
    const tree = page.getByRole('tree');
    await tree.getByRole('treeitem', { name: /^Variable0/ }).waitFor();
    await tree.focus();
    await page.keyboard.press('End');
    await tree.getByRole('treeitem', { name: /^Variable9999/ }).waitFor();
    assert.ok((await tree.getByRole('treeitem').count()) < 60);
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

  await t.test('a monitor is set in the station, seen there, and cleared', async () => {
    await open('CS-NEW', 'monitoring');
    await page.getByRole('button', { name: 'Set a monitor…' }).click();
    await dialog.getByLabel('Component').fill('EVSE');
    await dialog.getByLabel('EVSE', { exact: false }).last().fill('1');
    await dialog.getByRole('textbox', { name: 'Variable' }).fill('Power');
    await dialog.getByRole('spinbutton', { name: /^Value/ }).fill('9000');
    await dialog.getByRole('button', { name: 'Set' }).click();
    await dialog.waitFor({ state: 'detached' });
    const wanted = page.getByRole('region', { name: 'Wanted monitors' }).first();
    await wanted.getByText('UpperThreshold 9000').waitFor();
    await page.getByRole('button', { name: 'Ask the station for its monitors' }).click();
    const reported = page.getByRole('region', { name: 'Monitors in the station' }).first();
    await reported.getByText('UpperThreshold 9000').waitFor();
    await wanted.getByRole('button', { name: 'Remove the monitor of Power' }).click();
    await page.getByText('Nobody wants a monitor here').waitFor();
    const events = page.getByRole('region', { name: 'Events' }).first();
    await events.getByText('AvailabilityState').first().waitFor();
  });

  await t.test('charging profiles and what they come to', async () => {
    await client.setChargingProfileCommand({
      id: 'CS-NEW',
      body: { evseId: 1, chargingProfile: PROFILE },
    });
    await open('CS-NEW', 'charging');
    await page.getByText('Nothing was measured in this time').waitFor();
    await page
      .getByRole('region', { name: 'Charging profiles in the station' })
      .first()
      .getByRole('button', { name: 'Ask the station' })
      .click();
    await page.getByText('7: TxDefaultProfile, stack level 0').waitFor();
    const composite = page.getByRole('region', { name: 'Composite schedule' });
    await composite.getByRole('button', { name: 'Ask the station' }).click();
    await composite.getByRole('cell', { name: /^(10 A|6900 W)$/ }).waitFor();
  });

  await t.test('a reservation is made and cancelled', async () => {
    await open('CS-NEW', 'authorization');
    await page.getByText('No local list is kept for this station').waitFor();
    await page.getByRole('button', { name: 'Reserve…' }).click();
    await dialog.getByLabel('EVSE').selectOption('1');
    await dialog.getByLabel('Token').fill('DRIVER-1');
    await dialog.getByRole('button', { name: 'Reserve' }).click();
    await dialog.waitFor({ state: 'detached' });
    const list = page.getByRole('region', { name: 'Reservations' }).first();
    await list.getByRole('row', { name: /DRIVER-1 .* Active/ }).waitFor();
    await list.getByRole('button', { name: /^Cancel reservation/ }).click();
    await list.getByRole('row', { name: /DRIVER-1 .* Cancelled/ }).waitFor();
  });

  await t.test('a log is a click away, and so is its file', async () => {
    await open('CS-NEW', 'logs');
    await page.getByRole('button', { name: 'Get the diagnostics log' }).click();
    const logs = page.getByRole('region', { name: 'Logs' }).first();
    await logs.getByText('Uploaded').waitFor();
    const download = page.waitForEvent('download');
    await logs.getByRole('button', { name: /^Download/ }).click();
    assert.ok((await stat(await (await download).path())).size > 0);
  });

  await t.test('its session on the wire is taken along', async () => {
    await open('CS-NEW', 'frames');
    await page.getByRole('button', { name: 'Export…' }).click();
    await dialog.getByText('npx northbound explain CS-NEW.jsonl').waitFor();
    const session = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Export' }).click();
    assert.match(await readFile(await (await session).path(), 'utf8'), /BootNotification/);
    await dialog.waitFor({ state: 'detached' });
  });

  await t.test(
    'its frames are filtered by the keyboard; the address and the API say the same',
    async () => {
      await open('CS-NEW', 'frames');
      const lines = page.locator('.frame-line');
      await lines.first().waitFor();
      await page.getByLabel('Action').focus();
      await page.keyboard.type('BootNotification');
      await page.keyboard.press('Tab');
      assert.equal(await page.getByLabel('Message id').evaluate(isFocused), true);
      await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowRight');
      await page.waitForURL(/[?&]action=BootNotification&direction=in/);
      await page.keyboard.press('Tab');
      await page.keyboard.type('No');
      await page.waitForURL(/[?&]trouble=false/);
      await page.keyboard.press('Tab');
      assert.equal(await page.getByLabel('From', { exact: true }).evaluate(isFocused), true);
      await page.getByLabel('From', { exact: true }).fill('2020-01-01T00:00:00');
      await page.getByLabel('To', { exact: true }).fill('2120-01-01T00:00:00');
      const boots = { action: 'BootNotification', direction: 'in', trouble: false } as const;
      const { items } = await client.listFrames({ id: 'CS-NEW', ...boots, limit: 100 });
      const [boot] = items;
      assert.ok(boot?.messageId !== undefined);
      const shown = async (count: number) => {
        await lines.nth(count).waitFor({ state: 'detached' });
        await lines.nth(count - 1).waitFor();
        assert.equal(await lines.filter({ hasText: 'BootNotification' }).count(), count);
      };
      await shown(items.length);
      // The window is made anew from its address alone.
      await page.reload();
      await shown(items.length);
      await page.getByLabel('To', { exact: true }).fill('2020-01-02T00:00:00');
      await page.getByRole('link', { name: 'Show all' }).click();
      await page.getByLabel('Message id').fill(boot.messageId);
      await page.waitForURL(/[?&]messageId=/);
      await shown(2);
      assert.deepEqual(await lines.locator('.frame-kind').allTextContents(), [
        'CALLRESULT',
        'CALL',
      ]);
    },
  );

  await t.test('firmware is sent, fetched, installed, and booted with', async () => {
    const { uploadUrl } = await client.registerFirmwareImage({ body: { version: '0.2.0' } });
    const image = firmwareImage({ ...MAKE, version: '0.2.0' }, Buffer.alloc(50_000, 7));
    await fetch(uploadUrl ?? '', { method: 'PUT', body: Buffer.from(image) });
    await update('CS-NEW');
    const row = page.getByRole('row', { name: /0\.1\.0 .* 0\.2\.0/ });
    await row.getByText('Confirmed').waitFor();
    await page
      .getByRole('definition')
      .filter({ hasText: /^0\.2\.0$/ })
      .waitFor();
  });

  await t.test('an update of firmware that the station refuses tells why', async () => {
    await update('CS-OLD');
    await page.getByRole('row', { name: /Refused .* There is no firmware to update/ }).waitFor();
  });

  async function update(id: string): Promise<void> {
    await open(id, 'firmware');
    await page.getByRole('button', { name: 'Update…' }).click();
    await dialog.getByLabel('Image').selectOption({ index: 0 });
    await dialog.getByRole('button', { name: 'Update' }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  await t.test('what a station does wrong is listed with the standard and the frame', async () => {
    const bad = await RawStation.connect(`${endpoint}/CS-BAD`, 'ocpp1.6', 1);
    await bad.call('BootNotification', { chargePointVendor: 'X' }).catch(() => {});
    await open('CS-BAD', 'violations');
    const list = page.getByRole('region', { name: 'Violations' }).first();
    await list.getByRole('row', { name: /BootNotification/ }).waitFor();
    await list.getByRole('link', { name: 'show' }).first().click();
    await page
      .getByRole('region', { name: /^Frame \d+$/ })
      .getByText('"chargePointVendor"')
      .waitFor();
    bad.close();
  });

  await t.test('reports and security events are listed', async () => {
    await open('CS-NEW', 'reports');
    await page
      .getByRole('region', { name: 'Reports of the device model' })
      .getByText('FullInventory')
      .first()
      .waitFor();
    const reports = page.getByRole('region', { name: 'Reports', exact: true }).first();
    await reports
      .getByRole('button', { name: /^Details of/ })
      .first()
      .click();
    await reports.getByText('TxDefaultProfile').first().waitFor();
    await open('CS-NEW', 'security');
    await page
      .getByRole('region', { name: 'Security events' })
      .first()
      .getByText('StartupOfTheDevice')
      .first()
      .waitFor();
  });

  await t.test('a message is shown on the display, listed, and removed', async () => {
    await open('CS-NEW', 'reports');
    const display = page.getByRole('region', { name: 'Messages on the display' }).first();
    await display.getByRole('button', { name: 'Show a message' }).click();
    await dialog.getByLabel('Text').fill('Closed on Sunday');
    await dialog.getByLabel('It comes').selectOption('before everything');
    await dialog.getByRole('button', { name: 'Show' }).click();
    await display.getByText('Closed on Sunday').waitFor();
    assert.equal(newer.state().display.message?.content, 'Closed on Sunday');
    await display.getByRole('button', { name: 'Remove message 1' }).click();
    await display.getByText('Closed on Sunday').waitFor({ state: 'detached' });
    assert.equal(newer.state().display.message, undefined);
  });

  await t.test('its parts can be read, named and reached, in the light and the dark', async () => {
    const problems = await accessibilityOf(page);
    const found: string[] = [];
    for (const [tab] of tabsFor(true)) {
      await open('CS-NEW', tab);
      await page.locator('main').first().waitFor();
      await page.locator('.loading').first().waitFor({ state: 'detached' });
      found.push(...(await problems()).map((problem) => `${tab}: ${problem}`));
    }
    assert.deepEqual(found, []);
  });

  await t.test('a viewer sees everything, and nothing that acts', async () => {
    const { key } = await client.createKey({ body: { name: 'wall', role: 'viewer' } });
    const viewer = await otherWindow(`key=${key}`, '/local-list', 'status of 404');
    await viewer.page.goto(`${under.csms.url}/#/stations/CS-NEW`);
    const tabs = viewer.page.getByRole('navigation', { name: 'Parts of this station' });
    await tabs.getByRole('link', { name: 'Frames' }).waitFor();
    const names = await tabs.getByRole('link').allTextContents();
    assert.ok(!names.includes('Commands') && names.length === 11);
    await viewer.page.setViewportSize(TELEPHONE);
    for (const name of names) {
      await tabs.getByRole('link', { name }).click();
      await viewer.page.getByRole('region').first().waitFor();
      await viewer.page.locator('.loading').first().waitFor({ state: 'detached' });
      assert.equal(await viewer.page.getByRole('button', { name: ACTING }).count(), 0, name);
      assert.equal(await widthOf(viewer.page), TELEPHONE.width, name);
    }
    viewer.assertNoTrouble();
  });

  await t.test('a station that is held is let in by an operator', async () => {
    await client.putStation({ id: 'CS-HELD', body: {} });
    await client.putRegistration({ id: 'CS-HELD', body: { registration: 'Pending' } });
    const held = newStation('CS-HELD', '2.1');
    await held.start();
    await open('CS-HELD', 'overview');
    const registration = page.getByRole('region', { name: 'Registration' });
    await registration.getByText('Pending').waitFor();
    await registration.getByRole('button', { name: 'Accept' }).click();
    await registration.getByText('Accepted').waitFor();
  });

  window.assertNoTrouble();
});
