import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type RunningCsms, startCsms } from '../server.ts';
import { ask as askCsms } from '../testing/ask.ts';
import { at, boot2 } from '../testing/messages.ts';
import { type ForeignStation, foreignStation } from '../testing/rpc-client.ts';

const twin = '/stations/CS-1/device-model';
const timeout = { component: 'TxCtrlr', variable: 'EVConnectionTimeOut' };

describe('the API of device models, monitors and alerts', () => {
  let csms: RunningCsms;
  let station: ForeignStation;
  let viewer: string;
  before(async () => {
    csms = await startCsms({
      port: 0,
      databaseFile: ':memory:',
      logLevel: 'silent',
      admission: 'open',
      readsDeviceModels: false,
    });
    const { answer } = await ask('POST', '/keys', { name: 'looks', role: 'viewer' });
    viewer = answer.key;
    station = await foreignStation(csms.port, 'CS-1', 'ocpp2.1');
    station.handle('SetVariables', (payload) => ({
      setVariableResult: (
        payload as { readonly setVariableData: readonly { component: object; variable: object }[] }
      ).setVariableData.map(({ component, variable }) => ({
        component,
        variable,
        attributeStatus: 'Accepted',
      })),
    }));
    await station.call('BootNotification', boot2);
  });
  after(async () => {
    await station[Symbol.asyncDispose]();
    await csms.close();
  });

  async function ask(
    method: Parameters<typeof askCsms>[1],
    path: string,
    body?: object,
    key = csms.adminKey,
  ) {
    const { status, answer } = await askCsms(csms, method, path, body, key);
    const code: string | undefined = answer.type?.replace('urn:northbound:problem:', '');
    return { status, code, answer };
  }

  it('sets a value, shows it, keeps its history and lets it go', async () => {
    const set = await ask('POST', `${twin}/desired`, { values: [{ ...timeout, value: '60' }] });
    assert.equal(set.status, 200);
    assert.equal(set.answer.items[0].desired.status, 'Accepted');
    const shown = await ask('GET', `${twin}?component=TxCtrlr&desired=true`, undefined, viewer);
    assert.deepEqual(
      shown.answer.items.map((item: { value: string; drift: boolean }) => [item.value, item.drift]),
      [['60', false]],
    );
    const query = new URLSearchParams(timeout);
    const { answer } = await ask('GET', `${twin}/history?${query}&limit=1`);
    assert.equal(answer.items[0].kind, 'answered');
    const older = await ask('GET', `${twin}/history?${query}&cursor=${answer.nextCursor}`);
    assert.equal(older.answer.items[0].kind, 'desired');
    await ask('POST', `${twin}/desired`, { values: [{ ...timeout, value: '75' }] });
    const released = await ask('POST', `${twin}/release`, { variables: [timeout] });
    assert.equal(released.answer.items[0].desired, undefined);
    const said = async (action: string, count: number) => {
      const { answer: log } = await ask('GET', `/audit?action=${action}&limit=${count}`);
      return log.items.map((entry: { previous: string; request: string }) =>
        [entry.previous, entry.request].map((text) => JSON.parse(text)),
      );
    };
    const valued = (value: string) => ({ values: [{ ...timeout, value }] });
    assert.deepEqual((await said('desireValues', 1))[0], [valued('60'), valued('75')]);
    assert.deepEqual(await said('releaseValues', 1), [
      [{ variables: [{ ...timeout, value: '75' }] }, { variables: [timeout] }],
    ]);
  });

  it('makes, changes and removes templates', async () => {
    const template = {
      name: 'Timeouts',
      filter: { model: 'M*' },
      values: [{ ...timeout, value: '90' }],
    };
    const made = await ask('POST', '/templates', template);
    assert.equal(made.status, 201);
    assert.deepEqual([made.answer.priority, made.answer.stations], [0, 1]);
    const path = `/templates/${made.answer.id}`;
    const changed = await ask('PUT', path, { ...template, priority: 3 });
    assert.equal(changed.answer.priority, 3);
    assert.equal((await ask('GET', '/templates')).answer.items.length, 1);
    assert.equal((await ask('DELETE', path)).status, 204);
    assert.equal((await ask('GET', path)).code, 'notFound');
  });

  it('shows alerts with what to do, and takes notes', async () => {
    await station.call('NotifyEvent', {
      generatedAt: at(0),
      seqNo: 0,
      eventData: [
        {
          eventId: 1,
          timestamp: at(1),
          trigger: 'Alerting',
          actualValue: 'true',
          techCode: 'CX008',
          eventNotificationType: 'HardWiredNotification',
          component: { name: 'EmergencyStopSensor' },
          variable: { name: 'Active' },
        },
      ],
    });
    const { answer } = await ask('GET', '/alerts?stationId=CS-1&open=true&severity=3');
    const [alert] = answer.items;
    assert.deepEqual([alert.name, alert.actors], ['EmergencyStop', ['driver', 'technician']]);
    const noted = await ask('POST', `/alerts/${alert.id}/acknowledge`, { note: 'On the way.' });
    assert.equal(noted.answer.note, 'On the way.');
    const events = await ask('GET', '/device-events?techCode=CX008&from=2026-01-01T00:00:00Z');
    assert.equal(events.answer.items.length, 1);
    const frequency = await ask('GET', '/alert-frequency?code=CX008&to=2026-01-02T00:00:00Z');
    assert.equal(frequency.answer.items[0].alerts, 1);
  });

  it('says what is wrong with a request, and who may not ask', async () => {
    const long = { values: [{ ...timeout, value: 'x'.repeat(2501) }] };
    assert.equal((await ask('POST', `${twin}/desired`, long)).code, 'invalidRequest');
    const nameless = { values: [{ component: 'TxCtrlr', variable: '', value: '1' }] };
    assert.equal((await ask('POST', `${twin}/desired`, nameless)).code, 'invalidRequest');
    const secret = { component: 'SecurityCtrlr', variable: 'BasicAuthPassword', value: 'x' };
    assert.equal((await ask('POST', `${twin}/desired`, { values: [secret] })).code, 'invalidValue');
    const template = { name: 'all', priority: 1, filter: {}, values: [secret] };
    assert.equal((await ask('POST', '/templates', template)).code, 'invalidValue');
    const one = { values: [{ ...timeout, value: '1' }] };
    assert.equal((await ask('POST', `${twin}/desired`, one, viewer)).code, 'forbidden');
    const nobody = '/stations/NOBODY';
    for (const path of ['/device-model', '/structure', '/monitors', '/registration']) {
      assert.equal((await ask('GET', `${nobody}${path}`)).code, 'unknownStation', path);
    }
    assert.equal((await ask('GET', `${twin}?cursor=nonsense`)).code, 'invalidCursor');
    const level = { severity: 10 };
    const put = await ask('PUT', '/stations/CS-1/monitoring-level', level);
    assert.equal(put.code, 'invalidRequest');
    const keys = await ask('POST', `${twin}/reports`, { keys: ['X'] });
    assert.equal(keys.code, 'conflict');
    const reject = { registration: 'Maybe' };
    assert.equal((await ask('PUT', '/stations/CS-1/registration', reject)).code, 'invalidRequest');
  });

  it('writes every change into the audit log', async () => {
    const { answer } = await ask('GET', '/audit?limit=200');
    const actions = new Set(answer.items.map(({ action }: { action: string }) => action));
    for (const action of ['desireValues', 'createTemplate', 'acknowledgeAlert']) {
      assert.ok(actions.has(action), action);
    }
  });
});
