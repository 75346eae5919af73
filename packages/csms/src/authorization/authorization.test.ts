import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, describe, it } from 'node:test';
import { listen } from '../node/http.ts';
import type { Outbound } from '../outbound/outbound.ts';
import { csmsUnderTest } from '../testing/csms-under-test.ts';
import { at, boot2, boot16, transactionEvent } from '../testing/messages.ts';
import { foreignStation } from '../testing/rpc-client.ts';
import type { WebhookSettings } from './settings.ts';

const driver = { idToken: 'DRIVER', type: 'ISO14443', status: 'Accepted' } as const;
const shown = { idToken: 'DRIVER', type: 'ISO14443' };

async function stations(outbound?: Outbound) {
  const under = await csmsUnderTest(outbound === undefined ? {} : { outbound });
  const old = await foreignStation(under.port, 'CS-1', 'ocpp1.6');
  await old.call('BootNotification', boot16);
  const recent = await foreignStation(under.port, 'CS-2', 'ocpp2.1');
  await recent.call('BootNotification', boot2);
  return {
    under,
    tokens: under.csms.blocks.tokens,
    recent,
    authorize16: () => old.call('Authorize', { idTag: 'DRIVER' }),
    authorize: () => recent.call('Authorize', { idToken: shown }),
    authorizeKeyCode: (idToken: string) =>
      recent.call('Authorize', { idToken: { idToken, type: 'KeyCode' } }),
    /** The status that a station of 2.x is told. */
    status: async () => {
      const answer = await recent.call('Authorize', { idToken: shown });
      return Object(answer).idTokenInfo.status;
    },
    start: (transactionId: string, evseId = 1) =>
      recent.call(
        'TransactionEvent',
        transactionEvent(transactionId, 0, 'Started', { evse: { id: evseId, connectorId: 1 } }),
      ),
    async [Symbol.asyncDispose]() {
      await old[Symbol.asyncDispose]();
      await recent[Symbol.asyncDispose]();
      await under[Symbol.asyncDispose]();
    },
  };
}

describe('groups of tokens', () => {
  it('block and expire their tokens: TC_C_39_CSMS', async () => {
    await using bench = await stations();
    const { tokens } = bench;
    const group = { groupIdToken: 'FLEET', status: 'Accepted', masterPass: false } as const;
    await tokens.put({ ...driver, groupIdToken: 'fleet' });
    await tokens.putGroup(group);
    const groupIdToken = { idToken: 'fleet', type: 'Central' };
    assert.deepEqual(await bench.authorize(), {
      idTokenInfo: { status: 'Accepted', groupIdToken },
    });
    await tokens.putGroup({ ...group, status: 'Blocked' });
    assert.deepEqual(await bench.authorize(), { idTokenInfo: { status: 'Blocked', groupIdToken } });
    assert.deepEqual(await bench.authorize16(), {
      idTagInfo: { status: 'Blocked', parentIdTag: 'fleet' },
    });
    // The earlier of two ends is told: a station must not let the token in from its cache after it.
    await tokens.put({ ...driver, groupIdToken: 'fleet', expiresAt: at(3600) });
    await tokens.putGroup({ ...group, expiresAt: at(60) });
    assert.deepEqual(await bench.authorize(), {
      idTokenInfo: { status: 'Accepted', groupIdToken, cacheExpiryDateTime: at(60) },
    });
    assert.deepEqual(await bench.authorize16(), {
      idTagInfo: { status: 'Accepted', parentIdTag: 'fleet', expiryDate: at(60) },
    });
    await tokens.put({ ...driver, groupIdToken: 'fleet' });
    await tokens.putGroup({ ...group, expiresAt: at(0) });
    const expired = { status: 'Expired', groupIdToken, cacheExpiryDateTime: at(0) };
    assert.deepEqual(await bench.authorize(), { idTokenInfo: expired });
    assert.deepEqual(await bench.start('T'), { idTokenInfo: expired });
    await tokens.removeGroup('Fleet');
    assert.deepEqual(await bench.authorize(), {
      idTokenInfo: { status: 'Accepted', groupIdToken },
    });
  });

  it('with a master pass are good to ask and to end with: TC_C_47_CSMS', async () => {
    await using bench = await stations();
    await bench.tokens.put({ ...driver, groupIdToken: 'MASTER' });
    await bench.tokens.putGroup({ groupIdToken: 'MASTER', status: 'Accepted', masterPass: true });
    const groupIdToken = { idToken: 'MASTER', type: 'Central' };
    assert.deepEqual(await bench.authorize(), {
      idTokenInfo: { status: 'Accepted', groupIdToken },
    });
    assert.deepEqual(await bench.start('T'), { idTokenInfo: { status: 'Invalid', groupIdToken } });
  });
});

describe('tokens', () => {
  it('are good at some places only, and tell the driver something', async () => {
    await using bench = await stations();
    const words = { language: 'de', personalMessage: 'Gute Fahrt' };
    await bench.tokens.put({
      ...driver,
      ...words,
      allowedAt: [{ stationId: 'CS-2', evseIds: [2] }],
    });
    const told = { language1: 'de', personalMessage: { format: 'UTF8', content: 'Gute Fahrt' } };
    assert.deepEqual(await bench.authorize(), {
      idTokenInfo: { status: 'Accepted', evseId: [2], ...told },
    });
    assert.deepEqual(await bench.authorize16(), { idTagInfo: { status: 'Invalid' } });
    const started = await bench.start('T', 1);
    assert.deepEqual(started, {
      idTokenInfo: { status: 'NotAtThisLocation', evseId: [2], ...told },
    });
    await bench.tokens.put({ ...driver, allowedAt: [{ stationId: 'CS-1' }] });
    assert.deepEqual(await bench.authorize(), { idTokenInfo: { status: 'NotAtThisLocation' } });
    assert.deepEqual(await bench.authorize16(), { idTagInfo: { status: 'Accepted' } });
  });

  it('are kept in caches for as long as the settings say, or shorter', async () => {
    await using bench = await stations();
    await bench.tokens.put(driver);
    await bench.tokens.putSettings({ cacheLifetimeS: 3600 });
    assert.deepEqual(await bench.authorize(), {
      idTokenInfo: { status: 'Accepted', cacheExpiryDateTime: at(3600) },
    });
    await bench.tokens.put({ ...driver, expiresAt: at(60) });
    assert.deepEqual(await bench.authorize(), {
      idTokenInfo: { status: 'Accepted', cacheExpiryDateTime: at(60) },
    });
  });
});

describe('key codes', () => {
  it('are right or wrong, and stand in no log', async () => {
    await using bench = await stations();
    await bench.tokens.put({ idToken: '1234', type: 'KeyCode', status: 'Accepted' });
    for (const [code, status] of [
      ['1234', 'Accepted'],
      ['9876', 'Invalid'],
    ] as const) {
      assert.deepEqual(await bench.authorizeKeyCode(code), { idTokenInfo: { status } });
    }
    const { items } = await bench.under.csms.queries.frames('CS-2', { limit: 50 });
    const texts = items.map(({ text }) => text).join('\n');
    assert.match(texts, /"KeyCode"/);
    assert.doesNotMatch(texts, /1234|9876/);
  });
});

describe('contracts of Plug & Charge', () => {
  it('are not accepted by a CSMS that cannot verify their certificates: C07.FR.17', async () => {
    await using bench = await stations();
    const idToken = { idToken: 'DE8AACA2B3C4D5', type: 'eMAID' };
    await bench.tokens.put({ idToken: idToken.idToken, type: 'eMAID', status: 'Accepted' });
    const hashes = { issuerNameHash: 'a', issuerKeyHash: 'b', serialNumber: '1' };
    const leaf = { hashAlgorithm: 'SHA256', ...hashes, responderURL: 'http://ocsp.example' };
    for (const shown of [{ iso15118CertificateHashData: [leaf] }, { certificate: 'no chain' }]) {
      assert.deepEqual(await bench.recent.call('Authorize', { idToken, ...shown }), {
        idTokenInfo: { status: 'Invalid' },
        certificateStatus: 'CertChainError',
      });
    }
    assert.deepEqual(await bench.recent.call('Authorize', { idToken }), {
      idTokenInfo: { status: 'Accepted' },
    });
  });
});

describe('the webhook', () => {
  const asked: unknown[] = [];
  let answer: string | undefined = '{"status":"Accepted"}';
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      asked.push([request.headers.authorization, JSON.parse(body)]);
      if (answer !== undefined) response.end(answer);
    });
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it('decides, and the fallback does when it is silent or wrong', async () => {
    const port = await listen(server, 0, '127.0.0.1');
    await using bench = await stations();
    const webhook: WebhookSettings = {
      url: `http://127.0.0.1:${port}/authorize`,
      asks: 'all',
      timeoutMs: 2_000,
      fallback: 'table',
      rememberS: 60,
      allowPrivate: true,
      secret: 'hush-hush',
    };
    await bench.tokens.put(driver);
    await bench.tokens.putSettings({ webhook });
    assert.deepEqual(bench.tokens.settings.webhook?.hasSecret, true);
    assert.ok(!JSON.stringify(bench.tokens.settings).includes('hush'));

    answer = '{"status":"NoCredit","personalMessage":"Top up"}';
    const told = { personalMessage: { format: 'UTF8', content: 'Top up' } };
    assert.deepEqual(await bench.authorize(), { idTokenInfo: { status: 'NoCredit', ...told } });
    assert.deepEqual(await bench.authorize16(), { idTagInfo: { status: 'Blocked' } });
    assert.deepEqual(asked, [
      ['Bearer hush-hush', { stationId: 'CS-2', idToken: 'DRIVER', type: 'ISO14443', at: at(0) }],
      ['Bearer hush-hush', { stationId: 'CS-1', idToken: 'DRIVER', type: 'ISO14443', at: at(0) }],
    ]);

    answer = '{"status":"Accepted"}';
    assert.deepEqual(await bench.authorize(), { idTokenInfo: { status: 'NoCredit', ...told } });
    await bench.under.clock.advance(61_000);
    assert.deepEqual(await bench.authorize(), { idTokenInfo: { status: 'Accepted' } });

    for (const wrong of [
      '{"status":"Perhaps"}',
      'no JSON',
      '{"status":"Accepted","evseIds":"1"}',
    ]) {
      answer = wrong;
      await bench.tokens.put({ ...driver, status: 'Blocked' });
      assert.deepEqual(await bench.authorize(), { idTokenInfo: { status: 'Blocked' } }, wrong);
    }
    answer = undefined;
    await bench.tokens.putSettings({ webhook: { ...webhook, timeoutMs: 50, fallback: 'reject' } });
    assert.deepEqual(await bench.authorize(), { idTokenInfo: { status: 'Invalid' } });

    asked.length = 0;
    answer = '{"status":"Accepted"}';
    await assert.rejects(
      bench.tokens.putSettings({ webhook: { ...webhook, allowPrivate: false } }),
      { code: 'invalidValue' },
    );
    await bench.tokens.putSettings({ webhook: { ...webhook, asks: 'unknown' } });
    assert.deepEqual(await bench.authorize(), { idTokenInfo: { status: 'Blocked' } });
    assert.deepEqual(asked, []);
    assert.equal(bench.under.warnings.length, 1);
  });

  /** A system outside that answers as it is told. */
  async function answering(first: object) {
    const asked: Readonly<Record<string, unknown>>[] = [];
    let body = first;
    const bench = await stations({
      async post(post) {
        asked.push(JSON.parse(post.body));
        return { outcome: 'answered', status: 200, body: JSON.stringify(body) };
      },
    });
    await bench.tokens.putSettings({
      webhook: {
        url: 'https://drivers.example.com/',
        asks: 'all',
        timeoutMs: 2_000,
        fallback: 'table',
        rememberS: 3_600,
        allowPrivate: false,
      },
    });
    const answer = (next: object) => {
      body = next;
    };
    return { ...bench, asked, answer };
  }

  it('is asked again when its answer has expired', async () => {
    await using bench = await answering({ status: 'Accepted', expiresAt: at(10) });
    assert.equal(await bench.status(), 'Accepted');
    assert.equal(await bench.status(), 'Accepted');
    assert.equal(bench.asked.length, 1);
    bench.answer({ status: 'Expired' });
    await bench.under.clock.advance(11_000);
    assert.equal(await bench.status(), 'Expired');
  });

  it('does not overrule what is known of a group that it names', async () => {
    await using bench = await answering({ status: 'Accepted', groupIdToken: 'FLEET' });
    const group = { groupIdToken: 'fleet', status: 'Accepted', masterPass: false } as const;
    assert.equal(await bench.status(), 'Accepted');
    await bench.tokens.putGroup({ ...group, status: 'Blocked' });
    assert.equal(await bench.status(), 'Blocked');
    await bench.tokens.putGroup({ ...group, expiresAt: at(0) });
    assert.equal(await bench.status(), 'Expired');
    const groupIdToken = { idToken: 'FLEET', type: 'Central' };
    await bench.tokens.putGroup({ ...group, expiresAt: at(60) });
    assert.deepEqual(await bench.authorize(), {
      idTokenInfo: { status: 'Accepted', groupIdToken, cacheExpiryDateTime: at(60) },
    });
    await bench.tokens.putGroup({ ...group, masterPass: true });
    assert.equal(await bench.status(), 'Accepted');
    assert.deepEqual(await bench.start('T'), { idTokenInfo: { status: 'Invalid', groupIdToken } });
  });

  it('is told whether a transaction begins, and asked about each', async () => {
    await using bench = await answering({ status: 'Accepted' });
    const ended = transactionEvent('T', 1, 'Ended', { idToken: { ...shown } });
    const { evse } = transactionEvent('T', 0, 'Started');
    await bench.start('T');
    bench.answer({ status: 'Blocked' });
    const answer = await bench.recent.call('TransactionEvent', { ...ended, evse });
    assert.deepEqual(answer, { idTokenInfo: { status: 'Blocked' } });
    assert.deepEqual(
      bench.asked.map(({ starts }) => starts),
      [true, false],
    );
  });
});
