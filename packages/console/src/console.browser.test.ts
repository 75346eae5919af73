import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { openWindow, startBrowser } from './testing/browser.ts';
import { type FakeData, startFakeCsms } from './testing/fake-csms.ts';
import {
  ago,
  makeCharging,
  makeEvent,
  makeFrame,
  makeSamples,
  makeStation,
  makeTransaction,
} from './testing/views.ts';

function someData(): FakeData {
  const charging = makeTransaction(7, 'CS-2');
  return {
    stations: [
      makeStation('CS-1', { version: '1.6', model: 'Wallbox' }),
      makeCharging(makeStation('CS-2'), charging),
      makeStation('CS-10', { version: '2.1', connected: false, lastMessageAt: ago(3600) }),
    ],
    frames: [
      makeFrame(1, 'CS-2'),
      makeFrame(2, 'CS-2', {
        direction: 'out',
        messageType: 'CALLRESULT',
        messageId: 'm1',
        text: '[3,"m1",{"currentTime":"2026-11-22T10:00:00Z"}]',
      }),
      makeFrame(3, 'CS-2', { action: 'StatusNotification', verdict: '$.status is missing' }),
    ],
    transactions: [charging],
    events: [makeEvent(0), makeEvent(1), makeEvent(3)],
    meterValues: [...makeSamples(600, 10_000, 11_000), ...makeSamples(300, 11_000, 10_500)],
    tokens: [{ idToken: 'DRIVER-1', type: 'Central', status: 'Accepted' }],
    onCommand: () => ({
      status: 200,
      body: { outcome: 'answered', payload: { status: 'Accepted' } },
    }),
  };
}

test('the console against a fake CSMS', async (t) => {
  const browser = await startBrowser(t);
  if (browser === undefined) return;
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => browser.close());
  const csms = cleanup.use(await startFakeCsms(someData()));
  const { data } = csms;
  const window = await openWindow(browser, `${csms.url}#key=key-operator`);
  cleanup.use(window);
  const { page } = window;
  const dialog = page.getByRole('dialog');

  /** Begins anew on a page: with the usual data but for what is changed, and what the test provokes. */
  async function begin(place = '', changed: Partial<FakeData> = {}, ...expected: string[]) {
    // Nothing of the page before asks for anything once it is gone: what it asked for late is still its own.
    await page.goto('about:blank');
    window.assertNoTrouble();
    window.expect(...expected);
    Object.assign(data, someData(), changed);
    await page.goto(`${csms.url}#/${place}`);
  }

  await t.test('a wrong key is refused in words, a right one opens the fleet', async () => {
    await using other = await openWindow(browser, csms.url, { expected: ['401'] });
    const { page } = other;
    await page.getByRole('radio', { name: 'Key' }).check();
    await page.getByLabel('API key').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('A valid key is needed').waitFor();
    await page.getByLabel('API key').fill('key-operator');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /CS-1$/ }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Password', { exact: true }).first().waitFor();
    other.assertNoTrouble();
  });

  await t.test('a key in the address signs in and leaves the address', async () => {
    await using other = await openWindow(browser, `${csms.url}#key=key-viewer`);
    const { page } = other;
    await page.getByText('3 stations').waitFor();
    assert.equal(page.url(), `${csms.url}#`);
    await page.reload();
    await page.getByText('3 stations').waitFor();
    assert.equal(await page.getByText('viewer').count(), 1);
    await page.goto(`${csms.url}#key=key-operator`);
    await page.locator('.role-operator').waitFor();
    assert.equal(page.url(), `${csms.url}#`);
    other.expect('401');
    await page.goto(`${csms.url}#key=wrong`);
    await page.getByText('A valid key is needed').waitFor();
    assert.equal(page.url(), `${csms.url}#`);
    other.assertNoTrouble();
  });

  await t.test('the fleet is sorted, filtered and live', async () => {
    await begin();
    await page.getByText('3 stations').waitFor();
    const ids = () => page.locator('.station-id').allTextContents();
    assert.deepEqual(await ids(), ['CS-1', 'CS-2', 'CS-10']);

    await page.keyboard.press('/');
    await page.keyboard.type('wallbox');
    await page.getByText('1 of 3 stations').waitFor();
    assert.deepEqual(await ids(), ['CS-1']);
    await page.getByLabel('Search stations').fill('');
    await page.getByRole('radio', { name: '2.1' }).check();
    await page.getByText('1 of 3 stations').waitFor();
    assert.deepEqual(await ids(), ['CS-10']);
    await page.goto(`${csms.url}#/`);
    await page.getByText('Live', { exact: true }).waitFor();

    const transaction = makeTransaction(8, 'CS-1', { powerW: 7400, energyWh: 120 });
    const station = makeCharging(makeStation('CS-1'), transaction);
    csms.emit({ type: 'station', at: ago(0), stationId: 'CS-1', station });
    await page.getByRole('row', { name: /CS-1 / }).getByText('7.4 kW').waitFor();
    await page.getByText('18.4 kW').waitFor();
    csms.emit({ type: 'station', at: ago(0), stationId: 'CS-3', station: makeStation('CS-3') });
    await page.getByText('4 stations').waitFor();
    assert.deepEqual(await ids(), ['CS-1', 'CS-2', 'CS-3', 'CS-10']);

    await page.getByRole('link', { name: /CS-1$/ }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'CS-2' }).waitFor();
  });

  await t.test(
    'ten thousand stations are a few rows, a burst of events is one drawing, and all are selected at once',
    async () => {
      const stations = Array.from({ length: 10_000 }, (_, index) =>
        makeStation(`S-${index}`, { firmwareVersion: index % 100 === 0 ? '2.0' : '1.0' }),
      );
      await begin('', { stations });
      await page.getByText('10,000 stations').waitFor();
      await page.getByText('Live', { exact: true }).waitFor();
      assert.ok((await page.getByRole('row').count()) < 60);
      const burst = (powerW: number) => {
        for (const station of stations) {
          const changed = { ...station, powerW };
          csms.emit({ type: 'station', at: ago(0), stationId: station.id, station: changed });
        }
      };
      const seen: number[] = [];
      for (const powerW of [1000, 2000, 3000, 4000]) {
        burst(powerW);
        await page.getByText(`${powerW / 100}.00 MW`).waitFor();
        seen.push(await nodesOf(page));
      }
      assert.deepEqual(seen, Array(4).fill(seen[0]));
      await page.getByRole('link', { name: /S-0$/ }).focus();
      await page.keyboard.press('End');
      await page.getByRole('link', { name: /S-9999$/ }).waitFor();
      await page.getByLabel('Firmware').fill('2.*');
      await page.getByText('100 of 10,000 stations').waitFor();
      const updated = makeStation('S-1', { firmwareVersion: '2.1' });
      csms.emit({ type: 'station', at: ago(0), stationId: 'S-1', station: updated });
      await page.getByText('101 of 10,000 stations').waitFor();
      await page.getByRole('button', { name: 'Power' }).click();
      await page
        .getByRole('columnheader', { name: 'Power' })
        .and(page.locator('[aria-sort]'))
        .waitFor();
      await page.goto(`${csms.url}#/`);
      await page.getByLabel('Select all shown').check();
      await page.getByText('10,000 stations selected').waitFor();
      assert.ok((await page.getByRole('row').count()) < 60);
    },
  );

  await t.test('a cut stream comes back by itself', async () => {
    await begin('', {}, 'ERR_INCOMPLETE_CHUNKED_ENCODING', 'ERR_CONNECTION');
    await page.getByText('Live', { exact: true }).waitFor();
    csms.cutStreams();
    await page.getByText('Reconnecting…').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
  });

  await t.test('after a restart nothing of before is shown, on other pages either', async () => {
    await begin('', {}, 'ERR_INCOMPLETE_CHUNKED_ENCODING', 'ERR_CONNECTION');
    await page.getByText('Live', { exact: true }).waitFor();
    await page.getByText('1 offline').waitFor();
    csms.emit({ type: 'station', at: ago(0), stationId: 'CS-1', station: makeStation('CS-1') });
    await page.goto(`${csms.url}#/tokens`);
    await page.getByRole('heading', { name: 'Tokens' }).waitFor();
    data.stations = data.stations.map((station) => ({ ...station, connected: false }));
    csms.restart();
    await page.getByText('Reconnecting…').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    csms.emit({ type: 'station', at: ago(0), stationId: 'CS-2', station: makeStation('CS-2') });
    await page.goto(`${csms.url}#/`);
    await page.getByText('3 offline').waitFor();
  });

  await t.test('a list is read again when one comes back to it', async () => {
    await begin('transactions');
    await page.getByRole('row', { name: /CS-2.*Charging/ }).waitFor();
    await page.goto(`${csms.url}#/tokens`);
    await page.getByRole('heading', { name: 'Tokens' }).waitFor();
    const [transaction] = data.transactions;
    assert.ok(transaction);
    data.transactions = [{ ...transaction, endedAt: ago(0), chargingState: 'Idle' }];
    await page.goto(`${csms.url}#/transactions`);
    await page.getByRole('row', { name: /CS-2.*Ended/ }).waitFor();
  });

  await t.test("a station's frames: live, filtered, paused, opened", async () => {
    await begin();
    await page.getByRole('link', { name: /CS-2$/ }).click();
    await page.getByRole('link', { name: 'Frames' }).click();
    const frames = page.locator('.frame-line');
    await frames.nth(2).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    assert.equal(csms.openStreams(), 1);
    assert.match(
      (await frames.nth(0).textContent()) ?? '',
      /StatusNotification.*\$\.status is missing/,
    );
    await page.getByLabel('Trouble').selectOption('Only trouble');
    await frames.nth(1).waitFor({ state: 'detached' });
    await page.getByLabel('Trouble').selectOption('Any');

    await page.getByRole('button', { name: 'Pause' }).click();
    const frame = makeFrame(9, 'CS-2', { action: 'MeterValues' });
    data.frames.push(frame);
    csms.emit({ type: 'frame', at: ago(0), stationId: 'CS-2', frame });
    await page.getByRole('button', { name: 'Resume (1 new)' }).click();
    await page.getByLabel('Action').fill('MeterValues');
    await frames.nth(1).waitFor({ state: 'detached' });
    await frames.first().click();
    await page.locator('.json', { hasText: '"Heartbeat"' }).waitFor();
  });

  await t.test('older frames are a click away', async () => {
    const frames = Array.from({ length: 150 }, (_, index) => makeFrame(index + 1, 'CS-2'));
    await begin('stations/CS-2?tab=frames', { frames });
    await page.getByRole('button', { name: 'Load older' }).click();
    await page.getByText('The first stored frame').waitFor();
  });

  await t.test('older frames that cannot be read say so', async () => {
    const frames = Array.from({ length: 150 }, (_, index) => makeFrame(index + 1, 'CS-2'));
    await begin('stations/CS-2?tab=frames', { frames }, '422');
    const refused = problem(422, 'invalidValue', 'The store refuses', {});
    await page.route(/before=/, (route) =>
      route.fulfill({ status: 422, json: refused.body, contentType: 'application/problem+json' }),
    );
    await page.getByRole('button', { name: 'Load older' }).click();
    await page.getByRole('alert').getByText('The store refuses').waitFor();
    await page.unroute(/before=/);
    await page.getByRole('button', { name: 'Load older' }).click();
    await page.getByText('The first stored frame').waitFor();
  });

  await t.test('a page whose code did not come is loaded when it can be', async () => {
    await begin('', {}, 'campaigns-page', 'ERR_FAILED', 'cannot be loaded');
    await page.route(/campaigns-page/, (route) => route.abort());
    await page.goto(`${csms.url}#/campaigns`);
    await page.getByText('This page cannot be loaded').waitFor();
    await page.goto(`${csms.url}#/tokens`);
    await page.getByRole('heading', { name: 'Tokens' }).waitFor();
    await page.goto(`${csms.url}#/campaigns`);
    await page.getByText('This page cannot be loaded').waitFor();
    await page.unroute(/campaigns-page/);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('No campaign yet').waitFor();
  });

  await t.test('what a filter hides stays selected, and is said', async () => {
    await begin();
    await page.getByLabel('Select CS-1', { exact: true }).check();
    await page.getByRole('radio', { name: '2.1' }).check();
    await page.getByText('1 of 3 stations').waitFor();
    const selected = page.getByRole('region', { name: 'Selection' }).getByRole('status');
    assert.equal(await selected.textContent(), '1 station selected, 1 of them not shown');
    const all = page.getByLabel('Select all shown');
    assert.equal(await all.isChecked(), false);
    await all.check();
    assert.equal(await selected.textContent(), '2 stations selected, 1 of them not shown');
    await all.uncheck();
    assert.equal(await selected.textContent(), '1 station selected, 1 of them not shown');
  });

  await t.test('the focus is not lost with what had it', async () => {
    await begin();
    const focused = () => page.evaluate<string>('document.activeElement.outerHTML.slice(0, 200)');
    await page.getByRole('link', { name: /CS-2$/ }).click();
    await page.getByRole('heading', { name: 'CS-2' }).waitFor();
    await page.waitForFunction("document.activeElement.id === 'content'");
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await dialog.getByRole('button', { name: 'Close' }).click();
    assert.match(await focused(), /Keyboard shortcuts/);
    await page.keyboard.press('Control+k');
    await dialog.getByRole('combobox').fill('tokens');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Tokens' }).waitFor();
    assert.match(await focused(), /Keyboard shortcuts/);
  });

  await t.test('a call shows the answer, the CALLERROR, the violations', async () => {
    await begin('stations/CS-2?tab=call', {}, '422', '502', '504');
    await page.getByLabel('Action').selectOption('Reset');
    assert.match(await page.getByLabel('Payload (JSON)').inputValue(), /OnIdle/);
    const answer = page.getByRole('region', { name: 'Answer' });
    await page.getByRole('button', { name: 'Send' }).click();
    await answer.getByText('Accepted').first().waitFor();

    data.onCommand = () =>
      problem(502, 'refused', 'The station answered with a CALLERROR', {
        callError: {
          errorCode: 'NotImplemented',
          errorDescription: 'no such thing',
          errorDetails: {},
        },
      });
    await page.getByRole('button', { name: 'Send' }).click();
    await answer.getByText('"no such thing"').waitFor();

    data.onCommand = () =>
      problem(422, 'invalidPayload', 'The payload does not fit', {
        violations: [{ path: '$.type', keyword: 'enum', limit: [], message: 'must be one of …' }],
      });
    await page.getByLabel('Payload (JSON)').fill('{"type":"Never"}');
    await page.keyboard.press('Control+Enter');
    await answer.getByText('$.type', { exact: true }).waitFor();

    data.onCommand = () => problem(504, 'timedOut', 'The station did not answer in time', {});
    await page.getByRole('button', { name: 'Send' }).click();
    await answer.getByText('timedOut').waitFor();
    await page.getByLabel('Payload (JSON)').fill('{');
    assert.equal(await page.getByRole('button', { name: 'Send' }).isEnabled(), false);
  });

  await t.test('a viewer sees no commands', async () => {
    await using other = await openWindow(browser, `${csms.url}#key=key-viewer`);
    const { page } = other;
    await page.goto(`${csms.url}#/stations/CS-2?tab=call`);
    await page.getByText('EVSE 1').waitFor();
    assert.equal(await page.getByRole('button', { name: /Stop|Start|Send/ }).count(), 0);
    await page.goto(`${csms.url}#/tokens`);
    await page.getByText('DRIVER-1').waitFor();
    assert.equal(await page.getByRole('button', { name: /Add|Block|Delete/ }).count(), 0);
    for (const path of ['users', 'webhooks/1']) {
      await page.goto(`${csms.url}#/${path}`);
      await page.getByText('This page is for admins').waitFor();
    }
    other.assertNoTrouble();
  });

  await t.test('a transaction: curve, gap in the ledger, inference, live end', async () => {
    const [transaction] = someData().transactions;
    assert.ok(transaction);
    const transactions = [{ ...transaction, missingSeqNos: [[2, 2] as const] }];
    const inference = { took: 'EVConnected', alternatives: ['SuspendedEV'] };
    const events = [makeEvent(0), makeEvent(1), makeEvent(3, { inference })];
    await begin('transactions/7', { transactions, events });
    await page.getByRole('img', { name: /Curve of 2 samples, peak power 11.0 kW/ }).waitFor();
    await page.getByText('not arrived', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Event 3 as OCPP 2.1' }).click();
    await page.getByText('SuspendedEV').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();

    csms.emit({
      type: 'meterValues',
      at: ago(0),
      stationId: 'CS-2',
      transaction: 7,
      values: makeSamples(100, 11_500, 12_000),
    });
    await page.getByRole('img', { name: /Curve of 3 samples, peak power 12.0 kW/ }).waitFor();
    const ended = { ...transaction, endedAt: ago(0), stoppedReason: 'Remote', eventCount: 4 };
    data.events = [...data.events, makeEvent(4, { eventType: 'Ended' })];
    csms.emit({ type: 'transaction', at: ago(0), stationId: 'CS-2', transaction: ended });
    await page.locator('.transaction-title').getByText('Ended').waitFor();
    await page.locator('.event-ended').waitFor();
  });

  await t.test('the theme follows the choice, shortcuts are listed', async () => {
    await using other = await openWindow(browser, `${csms.url}#key=key-viewer`, {
      colorScheme: 'dark',
    });
    const { page } = other;
    const isDark = () =>
      page.evaluate<boolean>(
        "getComputedStyle(document.body).backgroundColor === 'rgb(13, 19, 25)'",
      );
    await page.getByText('3 stations').waitFor();
    assert.equal(await isDark(), true);
    await page.getByRole('button', { name: 'Theme: system' }).click();
    assert.equal(await isDark(), false);
    await page.reload();
    await page.getByRole('button', { name: 'Theme: light' }).click();
    assert.equal(await isDark(), true);
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Go to tokens').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    other.assertNoTrouble();
  });

  await t.test('transactions are listed and filtered', async () => {
    await begin();
    await page.getByText('3 stations').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.getByRole('link', { name: '7', exact: true }).waitFor();
    await page.getByLabel('Station').fill('CS-1');
    await page.getByText('Nothing matches').waitFor();
  });

  await t.test('tokens are added, blocked and deleted', async () => {
    await begin('tokens');
    await page.getByRole('button', { name: 'Add a token' }).click();
    await dialog.getByLabel('Token', { exact: true }).fill('04A2B3');
    await dialog.getByLabel('Type').selectOption('ISO14443');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog.waitFor({ state: 'detached' });
    const row = page.getByRole('row', { name: /04A2B3/ });
    await row.getByRole('button', { name: 'Block 04A2B3', exact: true }).click();
    await row.getByText('Blocked').waitFor();
    await row.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await row.waitFor({ state: 'detached' });
    assert.deepEqual(
      data.tokens.map(({ idToken }) => idToken),
      ['DRIVER-1'],
    );
  });

  await t.test('what is not there says so', async () => {
    await begin('', { stations: [], transactions: [] }, '404');
    await page.getByText('No station yet').waitFor();
    await page.goto(`${csms.url}#/transactions`);
    await page.getByText('No transaction yet').waitFor();
    await page.goto(`${csms.url}#/stations/NOBODY`);
    await page.getByRole('alert').waitFor();
    await page.goto(`${csms.url}#/nowhere`);
    await page.getByText('There is no such page').waitFor();
  });

  window.assertNoTrouble();
});

/** Elements of the page; without the line of the power, which begins with its second sample. */
function nodesOf(page: Page): Promise<number> {
  return page.evaluate<number>(
    "document.querySelectorAll('*:not(.sparkline, .sparkline *)').length",
  );
}

function problem(status: number, code: string, title: string, more: object) {
  return {
    status,
    body: { type: `urn:northbound:problem:${code}`, title, status, ...more },
  };
}
