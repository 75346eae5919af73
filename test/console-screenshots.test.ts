import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Client } from '@northbound/client';
import { VERSIONS, type Version } from '@northbound/protocol';
import { systemClock, systemRandom, webSocketDialer } from '@northbound/rpc';
import { createStation } from '@northbound/station';
import { FLEET_CARDS, simulatedHardware, startFleet, Vehicle } from '@northbound/world';
import type { Page } from 'playwright-core';
import { consoleUnderTest } from './console-under-test.ts';
import { ROOT } from './sources.ts';

const IMAGES = join(ROOT, 'docs/images');
const FEATURED = 'CS-7';
const FLEET_SIZE = 14;

const SOCKET = {
  connectors: [{ type: 'sType2' }],
  maxCurrentA: 32,
  phases: 3,
  voltageV: 230,
} as const;

/** Four minutes of a small fleet, then its pictures for the documentation. */
test('pictures of the console', async (t) => {
  if (process.env.NB_SCREENSHOTS !== '1') {
    t.skip('set NB_SCREENSHOTS=1 to make the pictures in docs/images anew');
    return;
  }
  await using under = await consoleUnderTest(t, { csms: { databaseFile: ':memory:' } });
  if (under === undefined) return;
  const { csms, client, endpoint: url, window, page } = under;
  for (const card of FLEET_CARDS) await csms.commands.putToken({ ...card, status: 'Accepted' });
  await using cleanup = new AsyncDisposableStack();

  const identities = Array.from({ length: FLEET_SIZE }, (_, index) => `CS-${index + 1}`);
  const others = identities.filter((identity) => identity !== FEATURED);
  const fleet = await startFleet({
    url,
    seed: 4,
    speed: 40,
    stations: others.map((identity, index) => ({
      identity,
      versions: [VERSIONS[index % VERSIONS.length] ?? '2.1'],
      evses: index % 3 === 0 ? [SOCKET, SOCKET] : [SOCKET],
    })),
    habits: { pauseS: [5, 40], handlingS: [2, 5], stayS: [60, 400] },
  });
  cleanup.use(fleet);
  const featured = featuredStation(url);
  cleanup.defer(() => featured.stop());
  await featured.start();

  await page.getByText(`${FLEET_SIZE} stations`).waitFor();
  await page.getByText('none offline').waitFor({ timeout: 60_000 });
  await page.goto(`${csms.url}/#/stations/${FEATURED}`);
  featured.swipe({ idToken: '04A1B2C3D4E503', type: 'ISO14443' }, 1);
  const evses = page.getByRole('region', { name: 'EVSEs' });
  await evses.getByText('11.0 kW').waitFor({ timeout: 60_000 });
  fleet.stations[4]?.fault(1, 'CX003');
  await fleet.stations[9]?.stop();
  // The battery is nearly full: the curve has its shape.
  await evses.getByText(/^[123]\.\d kW$/).waitFor({ timeout: 300_000 });

  const campaign = await beginCampaign(client);
  await mkdir(IMAGES, { recursive: true });
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.goto(`${csms.url}/#/`);
    await page.getByText(`${FLEET_SIZE} stations`).waitFor();
    await shoot(page, `fleet-${theme}`);
    await page.goto(`${csms.url}/#/stations/${FEATURED}?tab=frames`);
    await page
      .locator('.frame-line', { hasText: /TransactionEvent.*CALL[{]/ })
      .nth(3)
      .click();
    await shoot(page, `frames-${theme}`);
    await shootStationTabs(page, csms.url, theme);
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByText('in step (less than 1 s off)').waitFor();
    await shoot(page, `station-${theme}`);
    await page.getByRole('link', { name: /^Transaction \d+$/ }).click();
    await page.getByRole('img', { name: /^Curve/ }).waitFor();
    await shoot(page, `transaction-${theme}`);
    await shootOperations(page, csms.url, theme, campaign);
  }
  window.assertNoTrouble();
});

/** A 2.1 station whose vehicle is full after some minutes: its battery is small, so all figures agree. */
function featuredStation(url: string) {
  const version: Version = '2.1';
  const hardware = simulatedHardware({ clock: systemClock, evses: [SOCKET, SOCKET] });
  const station = createStation(
    {
      identity: FEATURED,
      url,
      versions: [version],
      vendor: 'Northbound',
      model: 'Fleet 22',
      serialNumber: 'NB-000007',
      firmwareVersion: '0.1.0',
      evses: [SOCKET, SOCKET],
      variables: { 'SampledDataCtrlr.TxUpdatedInterval': '4' },
    },
    { clock: systemClock, random: systemRandom, dialer: webSocketDialer(), hardware },
  );
  const vehicle = new Vehicle({
    battery: {
      capacityWh: 600,
      maxPowerW: 11_040,
      taperFromPercent: 70,
      fullPowerFraction: 0.1,
    },
    socPercent: 32,
    phases: 3,
    maxCurrentA: 16,
    minCurrentA: 6,
    reactionMs: 1500,
  });
  hardware.plugInVehicle(1, vehicle);
  return station;
}

/** Asks all stations for another interval, in waves; one of them is away. */
async function beginCampaign(client: Client): Promise<number> {
  const { id } = await client.createCampaign({
    body: {
      name: 'Samples every minute',
      stations: { model: 'Fleet 22' },
      steps: [
        {
          command: 'SetVariables',
          request: {
            setVariableData: [
              {
                component: { name: 'AlignedDataCtrlr' },
                variable: { name: 'Interval' },
                attributeValue: '900',
              },
            ],
          },
        },
      ],
      pace: { waveSize: 5, stopAtFailurePercent: 50, stopAfterStations: 5 },
    },
  });
  return id;
}

/** What an operator has open: an alert with what helps, a campaign, the story of a session of 1.6. */
async function shootOperations(
  page: Page,
  url: string,
  theme: string,
  campaign: number,
): Promise<void> {
  await page.goto(`${url}/#/alerts`);
  await page
    .getByRole('row', { name: /CX003/ })
    .getByRole('button', { name: /^Details/ })
    .click();
  await shoot(page, `alerts-${theme}`);
  await page.goto(`${url}/#/campaigns/${campaign}`);
  await page.locator('.chip', { hasText: 'finished' }).waitFor();
  await shoot(page, `campaign-${theme}`);
  await page.goto(`${url}/#/transactions`);
  const ofOldStation = page.getByRole('row').filter({ has: page.locator('.version-16') });
  await ofOldStation.last().getByRole('link').first().click();
  await page.getByRole('radio', { name: 'Story' }).check();
  await page.locator('.story > li').nth(2).scrollIntoViewIfNeeded();
  await page.locator('.story > li').nth(0).scrollIntoViewIfNeeded();
  await shoot(page, `story-${theme}`);
}

/** The device model with one variable open, and a command as a form. */
async function shootStationTabs(page: Page, url: string, theme: string): Promise<void> {
  const station = `${url}/#/stations/${FEATURED}`;
  await page.goto(`${station}?tab=model`);
  await page.getByRole('button', { name: 'Read from station' }).click();
  await page.getByLabel('Search the device model').fill('SampledData');
  const interval = page.getByRole('treeitem', { name: /^TxUpdatedInterval/ });
  await interval.click();
  const variable = page.getByRole('region', { name: 'Variable' });
  await variable.getByLabel('Desired value').fill('4');
  await variable.getByRole('button', { name: 'Set', exact: true }).click();
  await interval.getByText('as desired').waitFor();
  await page.getByText('Last report: Complete').waitFor();
  await shoot(page, `model-${theme}`);
  await page.goto(`${station}?tab=commands&command=GetCompositeSchedule`);
  await page.getByRole('button', { name: 'Send GetCompositeSchedule' }).click();
  await page.getByText('"chargingSchedulePeriod"').waitFor();
  await shoot(page, `commands-${theme}`);
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.screenshot({
    path: join(IMAGES, `console-${name}.png`),
    animations: 'disabled',
    caret: 'hide',
  });
}
