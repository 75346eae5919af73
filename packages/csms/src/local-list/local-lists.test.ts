import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressFromWire } from '../device-model/address.ts';
import { unknownVariable } from '../device-model/variable.ts';
import { csmsUnderTest } from '../testing/csms-under-test.ts';
import { ListOfStation } from '../testing/list-of-station.ts';
import { at, boot2, boot16 } from '../testing/messages.ts';
import { foreignStation } from '../testing/rpc-client.ts';

async function bench(subprotocol: 'ocpp1.6' | 'ocpp2.0.1' | 'ocpp2.1') {
  const under = await csmsUnderTest();
  const { tokens, localLists } = under.csms.blocks;
  const list = new ListOfStation();
  const questions: string[] = [];
  const connect = async () => {
    const station = await foreignStation(under.port, 'CS-1', subprotocol);
    station.handle('GetLocalListVersion', () => {
      questions.push('GetLocalListVersion');
      return subprotocol === 'ocpp1.6'
        ? { listVersion: list.version }
        : { versionNumber: list.version };
    });
    station.handle('SendLocalList', (payload) => list.take(payload));
    return station;
  };
  let station = await connect();
  await station.call('BootNotification', subprotocol === 'ocpp1.6' ? boot16 : boot2);
  const put = (idToken: string, status: 'Accepted' | 'Blocked' = 'Accepted') =>
    tokens.put({ idToken, type: 'ISO14443', status });
  return {
    under,
    list,
    localLists,
    tokens,
    put,
    /** Lets changes settle, and what follows from them end. */
    async settled() {
      await under.clock.advance(1_000);
      return localLists.sync('CS-1');
    },
    questions,
    station: () => station,
    async reconnect(andThen: 'boot' | 'nothing' = 'boot') {
      await station[Symbol.asyncDispose]();
      station = await connect();
      if (andThen === 'boot')
        await station.call('BootNotification', subprotocol === 'ocpp1.6' ? boot16 : boot2);
    },
    async [Symbol.asyncDispose]() {
      await station[Symbol.asyncDispose]();
      await under.csms.close();
      await under[Symbol.asyncDispose]();
    },
  };
}

describe('the local list of a station', () => {
  for (const subprotocol of ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const) {
    it(`follows the tokens: TC_D_01_CSMS to TC_D_04_CSMS, TC_D_08_CSMS, TC_043_4_CSMS, TC_043_5_CSMS over ${subprotocol}`, async () => {
      await using desk = await bench(subprotocol);
      for (const id of ['A', 'B', 'C']) await desk.put(id);
      const made = await desk.localLists.put('all', { stationIds: ['CS-1'] });
      assert.deepEqual([made.version, made.entries], [1, 3]);
      assert.equal((await desk.settled())?.state, 'InSync');
      assert.deepEqual(
        [...desk.list.entries],
        [
          ['A', 'Accepted'],
          ['B', 'Accepted'],
          ['C', 'Accepted'],
        ],
      );

      await desk.put('B', 'Blocked');
      await desk.tokens.remove('C', 'ISO14443');
      const state = await desk.settled();
      assert.deepEqual([state?.version, state?.heldVersion, state?.listVersion], [2, 2, 2]);
      assert.deepEqual(
        [...desk.list.entries],
        [
          ['A', 'Accepted'],
          ['B', 'Blocked'],
        ],
      );
      await desk.tokens.remove('A', 'ISO14443');
      await desk.tokens.remove('B', 'ISO14443');
      await desk.settled();
      assert.equal(desk.list.entries.size, 0);
      assert.deepEqual(desk.list.updates, ['Full 1 (3)', 'Differential 2 (2)', 'Full 3 (0)']);
    });
  }

  for (const subprotocol of ['ocpp2.0.1', 'ocpp2.1'] as const) {
    it(`TC_N_46_CSMS: is without a customer whom the station was told to forget, over ${subprotocol}`, async () => {
      await using desk = await bench(subprotocol);
      for (const id of ['A', 'B', 'C']) await desk.put(id);
      await desk.localLists.put('all', { stationIds: ['CS-1'] });
      await desk.settled();
      desk.station().handle('CustomerInformation', () => ({ status: 'Accepted' }));
      const question = {
        report: true,
        clear: true,
        idToken: { idToken: 'b', type: 'ISO14443' },
      };
      await desk.under.csms.blocks.reports.ask('CS-1', 'CustomerInformation', question);
      assert.equal((await desk.settled())?.state, 'InSync');
      await desk.settled();
      assert.deepEqual([...desk.list.entries.keys()], ['A', 'C']);
      assert.deepEqual(desk.list.updates, ['Full 1 (3)', 'Differential 2 (1)']);
      await desk.put('D');
      desk.list.version = 77;
      assert.equal((await desk.settled())?.state, 'InSync');
      assert.deepEqual([...desk.list.entries.keys()], ['A', 'C', 'D']);
    });
  }

  it('of 1.6 keeps a tag whose type is another one, and tells what a question would: ISO14443 first', async () => {
    await using desk = await bench('ocpp1.6');
    const card = (type: string, status: 'Accepted' | 'Blocked') =>
      desk.tokens.put({ idToken: 'CARD', type, status });
    for (const id of ['A', 'B']) await desk.put(id);
    await card('Central', 'Accepted');
    await desk.localLists.put('all', { stationIds: ['CS-1'] });
    await desk.settled();
    await card('ISO14443', 'Accepted');
    await desk.tokens.remove('CARD', 'Central');
    assert.equal((await desk.settled())?.state, 'InSync');
    assert.deepEqual([...desk.list.entries.keys()], ['A', 'B', 'CARD']);
    // Nothing is new to a station that knows no types.
    assert.deepEqual(desk.list.updates, ['Full 1 (3)']);
    await card('Central', 'Accepted');
    await card('ISO14443', 'Blocked');
    await desk.settled();
    assert.equal(desk.list.entries.get('CARD'), 'Blocked');
    const asked = await desk.station().call('Authorize', { idTag: 'CARD' });
    assert.deepEqual(asked, { idTagInfo: { status: 'Blocked' } });
  });

  it('makes room before it brings more', async () => {
    await using desk = await bench('ocpp2.1');
    for (const id of ['A', 'B', 'C']) await desk.put(id);
    await desk.localLists.put('all', { stationIds: ['CS-1'] });
    await desk.settled();
    await desk.tokens.remove('C', 'ISO14443');
    await desk.put('D');
    await desk.settled();
    assert.deepEqual(
      desk.list.last.map((entry) => Object(entry).idToken.idToken),
      ['C', 'D'],
    );
  });

  it('is without the tokens that a version has no words for, and says how many', async () => {
    const long = 'a group with a name of 30 signs';
    const card = { status: 'Accepted', groupIdToken: long } as const;
    for (const [subprotocol, known, note] of [
      ['ocpp1.6', ['A', 'WVWZZZ1JZXW000001'], undefined],
      ['ocpp2.0.1', ['A'], 'OCPP 2.0.1 has no words for 1 of the tokens: they are left out.'],
      ['ocpp2.1', ['A', 'WVWZZZ1JZXW000001'], undefined],
    ] as const) {
      await using desk = await bench(subprotocol);
      await desk.tokens.put({ ...card, idToken: 'A', type: 'ISO14443' });
      await desk.tokens.put({ ...card, idToken: 'WVWZZZ1JZXW000001', type: 'VIN' });
      await desk.localLists.put('all', { stationIds: ['CS-1'] });
      const state = await desk.settled();
      assert.deepEqual([state?.state, state?.detail], ['InSync', note], subprotocol);
      assert.deepEqual([...desk.list.entries.keys()], known);
      assert.deepEqual(desk.under.failures, []);
    }
  });

  it('fails where it cannot be said at all, and is tried again', async () => {
    await using desk = await bench('ocpp2.0.1');
    const card = { idToken: 'A', type: 'ISO14443', status: 'Accepted' } as const;
    // The API takes none so long.
    await desk.tokens.put({ ...card, language: 'a language' });
    await desk.localLists.put('all', { stationIds: ['CS-1'] });
    const state = await desk.settled();
    assert.equal(state?.state, 'Failed');
    assert.match(state.detail ?? '', /language1/);
    assert.deepEqual(desk.under.failures, []);
    await desk.tokens.put(card);
    assert.equal((await desk.settled())?.state, 'InSync');
  });

  it('tells when a group ends', async () => {
    await using desk = await bench('ocpp2.1');
    const group = { groupIdToken: 'FLEET', status: 'Accepted', masterPass: false } as const;
    const card = { idToken: 'A', type: 'ISO14443', status: 'Accepted' } as const;
    await desk.tokens.putGroup({ ...group, expiresAt: at(60) });
    await desk.tokens.put({ ...card, groupIdToken: 'FLEET' });
    await desk.localLists.put('all', { stationIds: ['CS-1'] });
    await desk.settled();
    const groupIdToken = { idToken: 'FLEET', type: 'Central' };
    assert.deepEqual(desk.list.last, [
      {
        idToken: { idToken: 'A', type: 'ISO14443' },
        idTokenInfo: { status: 'Accepted', cacheExpiryDateTime: at(60), groupIdToken },
      },
    ]);
  });

  it('hears of a blocked card although others change all the time', async () => {
    await using desk = await bench('ocpp2.1');
    await desk.put('STOLEN');
    await desk.localLists.put('all', { stationIds: ['CS-1'] });
    await desk.settled();
    await desk.put('STOLEN', 'Blocked');
    for (let change = 0; change < 20; change++) {
      await desk.put(`T${change % 2}`);
      await desk.under.clock.advance(900);
    }
    assert.equal(desk.list.entries.get('STOLEN'), 'Blocked');
  });

  it('is looked at when a station has come back and had the time to boot', async () => {
    await using desk = await bench('ocpp2.1');
    await desk.localLists.put('all', { stationIds: ['CS-1'] });
    await desk.settled();
    await desk.reconnect('nothing');
    desk.questions.length = 0;
    await desk.under.clock.advance(4_000);
    assert.deepEqual(desk.questions, []);
    await desk.under.clock.advance(2_000);
    assert.equal(desk.questions.length, 1);
  });

  it('is sent whole when the station says VersionMismatch or holds another', async () => {
    await using desk = await bench('ocpp2.0.1');
    for (const id of ['A', 'B', 'C']) await desk.put(id);
    await desk.localLists.put('all', { stationIds: ['CS-1'] });
    await desk.settled();
    desk.list.next = 'VersionMismatch';
    await desk.put('A', 'Blocked');
    assert.equal((await desk.settled())?.state, 'InSync');
    assert.deepEqual(desk.list.updates, ['Full 1 (3)', 'Differential 2 (1)', 'Full 3 (3)']);

    desk.list.version = 7;
    desk.list.entries.set('X', 'Accepted');
    const state = await desk.localLists.sync('CS-1');
    assert.deepEqual([state?.state, state?.listVersion], ['InSync', 8]);
    assert.match(state?.detail ?? '', /held version 7 in place of 3/);
    assert.deepEqual([...desk.list.entries.keys()], ['A', 'B', 'C']);
  });

  it('comes in as many messages as the station takes, and not at all when it has no room', async () => {
    await using desk = await bench('ocpp1.6');
    desk.list.mostItems = 2;
    const { twin } = desk.under.csms.blocks;
    const component = { name: 'LocalAuthListCtrlr' };
    await twin.change('CS-1', (draft) => {
      const limit = (name: string) =>
        unknownVariable(addressFromWire({ component, variable: { name } }));
      draft.put({ ...limit('ItemsPerMessage'), value: '2' });
      draft.put({
        ...limit('Entries'),
        value: '0',
        characteristics: { dataType: 'integer', maxLimit: 5, supportsMonitoring: false },
      });
      return undefined;
    });
    for (const id of ['A', 'B', 'C', 'D', 'E', 'an id that is too long for 1.6']) {
      await desk.put(id);
    }
    await desk.localLists.put('all', { stationIds: ['CS-1'] });
    assert.equal((await desk.settled())?.state, 'InSync');
    assert.deepEqual(desk.list.updates, ['Full 1 (2)', 'Differential 2 (2)', 'Differential 3 (1)']);
    assert.deepEqual([...desk.list.entries.keys()], ['A', 'B', 'C', 'D', 'E']);
    await desk.put('F');
    const state = await desk.settled();
    assert.equal(state?.state, 'Failed');
    assert.match(state?.detail ?? '', /6 entries, and the station has room for 5/);
  });

  it('stays removed when its contents are being gathered', async () => {
    await using desk = await bench('ocpp2.1');
    await desk.put('A');
    await desk.localLists.put('all', { stationIds: ['CS-1'] });
    await desk.put('B');
    const putting = desk.localLists.put('all', { stationIds: ['CS-1'] });
    const [put, removed] = await Promise.all([putting, desk.localLists.remove('all')]);
    assert.deepEqual([put.version, removed], [2, true]);
    assert.deepEqual(desk.localLists.all(), []);
    assert.equal(await desk.localLists.remove('all'), false);
  });

  it('waits for a station that refuses or is away', async () => {
    await using desk = await bench('ocpp2.1');
    await desk.put('A');
    desk.list.next = 'Failed';
    await desk.localLists.put('all', { stationIds: ['CS-1'] });
    const first = await desk.localLists.state('CS-1');
    assert.ok(first === undefined || first.state === 'Failed' || first.state === 'Pending');
    await desk.settled();
    await desk.reconnect();
    assert.equal((await desk.settled())?.state, 'InSync');
    assert.deepEqual([...desk.list.entries.keys()], ['A']);
  });

  it('holds the tokens of some groups only, for the stations of a group', async () => {
    await using desk = await bench('ocpp2.1');
    const { groups } = desk.under.csms.blocks;
    const card = { type: 'ISO14443', status: 'Accepted' } as const;
    await desk.tokens.put({ ...card, idToken: 'A', groupIdToken: 'Fleet' });
    await desk.tokens.put({ ...card, idToken: 'B', groupIdToken: 'other' });
    await desk.tokens.put({ ...card, idToken: 'C' });
    await desk.localLists.put('fleet', { group: 'north', tokenGroups: ['FLEET'] });
    assert.equal(await desk.settled(), undefined);
    await groups.put('CS-1', ['north']);
    assert.equal((await desk.settled())?.state, 'InSync');
    assert.deepEqual([...desk.list.entries], [['A', 'Accepted']]);
    await desk.tokens.putGroup({ groupIdToken: 'fleet', status: 'Blocked', masterPass: false });
    await desk.settled();
    assert.deepEqual([...desk.list.entries], [['A', 'Blocked']]);
    const { items } = await desk.localLists.states('fleet', { limit: 9 });
    assert.deepEqual(
      items.map(({ stationId, state, version }) => [stationId, state, version]),
      [['CS-1', 'InSync', 2]],
    );
    await assert.rejects(desk.localLists.put('none', {}), { code: 'conflict' });
    assert.equal(await desk.localLists.remove('fleet'), true);
    assert.equal(await desk.localLists.remove('fleet'), false);
  });
});
