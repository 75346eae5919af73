import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { WireStation } from '../api/testing/wire-station.ts';
import { type RunningCsms, startCsms } from '../server.ts';
import { ask } from '../testing/ask.ts';
import { boot2 } from '../testing/messages.ts';
import { COMMAND_NAMES } from './command.ts';
import { pathOf } from './command-routes.ts';

let csms: RunningCsms;

before(async () => {
  csms = await startCsms({
    port: 0,
    databaseFile: ':memory:',
    admission: 'open',
    logLevel: 'silent',
    console: false,
    readsDeviceModels: false,
  });
});

after(() => csms.close());

async function bootedStation(id: string): Promise<WireStation> {
  const station = await WireStation.connect(csms.url, id, 'ocpp2.1');
  await station.call('BootNotification', boot2);
  return station;
}

/** Until the bus says that a command has come to this state. */
function reaches(commandId: unknown, state: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = csms.bus.subscribe({ types: ['command'] }, (event) => {
      if (event.type !== 'command' || event.command.id !== commandId) return;
      if (event.command.state !== state) return;
      stop();
      resolve();
    });
  });
}

describe('the routes of commands', () => {
  it('have the names of the standard, in kebab-case', () => {
    assert.equal(pathOf('Reset'), 'reset');
    assert.equal(pathOf('GetDERControl'), 'get-der-control');
    assert.equal(pathOf('AFRRSignal'), 'afrr-signal');
    assert.equal(pathOf('SetVariables'), 'set-variables');
    assert.equal(new Set(COMMAND_NAMES.map(pathOf)).size, COMMAND_NAMES.length);
  });

  it('answer with what the station says, and keep who asked', async () => {
    await using station = await bootedStation('CS-1');
    station.answers.set('Reset', () => ({ status: 'Scheduled' }));
    const { status, answer: body } = await ask(csms, 'POST', '/stations/CS-1/commands/reset', {
      type: 'OnIdle',
    });
    assert.equal(status, 200);
    const { commandId, ...rest } = body;
    assert.deepEqual(rest, { state: 'answered', answer: { status: 'Scheduled' }, accepted: true });
    const { answer: record } = await ask(csms, 'GET', `/commands/${commandId}`);
    assert.equal(record.state, 'answered');
    assert.ok(typeof record.by === 'string' && record.by !== 'operator');
    const { answer: page } = await ask(
      csms,
      'GET',
      '/stations/CS-1/commands?command=Reset&state=answered',
    );
    assert.ok(Array.isArray(page.items) && page.items.length === 1);
  });

  it('say no with the cause, and with the record to look at', async () => {
    await using station = await bootedStation('CS-2');
    station.answers.set('UnlockConnector', () => 'InternalError');
    const request = { evseId: 1, connectorId: 1 };
    const refused = await ask(csms, 'POST', '/stations/CS-2/commands/unlock-connector', request);
    assert.equal(refused.status, 502);
    assert.equal(refused.answer.type, 'urn:northbound:problem:refused');
    assert.match(String(refused.answer.detail), /failed inside.*as told/);
    const { answer: record } = await ask(csms, 'GET', `/commands/${refused.answer.commandId}`);
    assert.equal(record.state, 'refused');
    const wrong = { evseId: 1, connectorId: 'one' };
    const invalid = await ask(csms, 'POST', '/stations/CS-2/commands/unlock-connector', wrong);
    assert.equal(invalid.status, 422);
    assert.ok(Array.isArray(invalid.answer.violations));
    assert.equal(invalid.answer.violations[0]?.path, '$.connectorId');
    const nobody = await ask(csms, 'POST', '/stations/NOBODY/commands/clear-cache', {});
    assert.equal(nobody.status, 404);
  });

  it('tell the audit what they replace: a profile as it was set, values as they were', async () => {
    await using station = await bootedStation('CS-4');
    for (const action of ['SetChargingProfile', 'ClearChargingProfile'])
      station.answers.set(action, () => ({ status: 'Accepted' }));
    const send = async (name: string, body: object) => {
      const { status } = await ask(csms, 'POST', `/stations/CS-4/commands/${name}`, body);
      assert.equal(status, 200);
      const { answer } = await ask(csms, 'GET', `/audit?target=/stations/CS-4/commands/${name}`);
      const entry = answer.items.find(({ request }: { readonly request: string }) =>
        isDeepStrictEqual(JSON.parse(request), body),
      );
      return entry.previous === undefined ? undefined : JSON.parse(entry.previous);
    };
    const profile = (limit: number) => ({
      evseId: 1,
      chargingProfile: {
        id: 7,
        stackLevel: 0,
        chargingProfilePurpose: 'TxDefaultProfile',
        chargingProfileKind: 'Relative',
        chargingSchedule: [
          {
            id: 1,
            chargingRateUnit: 'A',
            chargingSchedulePeriod: [{ startPeriod: 0, limit }],
          },
        ],
      },
    });
    assert.equal(await send('set-charging-profile', profile(16)), undefined);
    assert.deepEqual(await send('set-charging-profile', profile(10)), profile(16));
    const criteria = { chargingProfileCriteria: { chargingProfilePurpose: 'TxDefaultProfile' } };
    await send('clear-charging-profile', criteria);
    assert.equal(await send('set-charging-profile', profile(6)), undefined, 'it was taken back');
    assert.deepEqual(await send('clear-charging-profile', { chargingProfileId: 7 }), profile(6));

    const data = { component: { name: 'TxCtrlr' }, variable: { name: 'EVConnectionTimeOut' } };
    const set = (attributeValue: string) => ({ setVariableData: [{ attributeValue, ...data }] });
    station.answers.set('SetVariables', () => ({
      setVariableResult: [{ attributeStatus: 'Accepted', ...data }],
    }));
    assert.deepEqual(await send('set-variables', set('60')), { setVariableData: [data] });
    assert.deepEqual(await send('set-variables', set('75')), set('60'));
  });

  it('keep a command for a station that is away, and send it when it comes', async () => {
    await csms.commands.putStation('CS-3', {});
    const away = await ask(csms, 'POST', '/stations/CS-3/commands/clear-cache', {});
    assert.equal(away.status, 409);
    assert.equal(away.answer.type, 'urn:northbound:problem:notConnected');
    const path = '/stations/CS-3/commands/clear-cache?whenAway=queue&expiresInS=600';
    const queued = await ask(csms, 'POST', path, {});
    assert.equal(queued.status, 202);
    const { commandId, state } = queued.answer;
    assert.equal(state, 'queued');
    const cancelled = await ask(csms, 'POST', path, {});
    const { answer: body } = await ask(
      csms,
      'POST',
      `/commands/${cancelled.answer.commandId}/cancel`,
    );
    assert.equal(body.state, 'cancelled');
    const answered = reaches(commandId, 'answered');
    const station = await WireStation.connect(csms.url, 'CS-3', 'ocpp2.1');
    station.answers.set('ClearCache', () => ({ status: 'Accepted' }));
    await station.call('BootNotification', boot2);
    await answered;
    assert.deepEqual(
      station.called.filter(([action]) => action === 'ClearCache'),
      [['ClearCache', {}]],
    );
    const late = await ask(csms, 'POST', `/commands/${commandId}/cancel`);
    assert.equal(late.status, 409);
    await station[Symbol.asyncDispose]();
  });
});

describe('the routes of campaigns', () => {
  it('make one, and tell what became of each station', async () => {
    await using station = await bootedStation('CS-4');
    station.answers.set('ClearCache', () => ({ status: 'Accepted' }));
    const stations = { search: 'CS-4' };
    const preview = await ask(csms, 'POST', '/campaigns/preview', stations);
    assert.deepEqual(preview.answer, { count: 1, stationIds: ['CS-4'] });
    const finished = new Promise<void>((resolve) => {
      csms.bus.subscribe({ types: ['campaign'] }, (event) => {
        if (event.type === 'campaign' && event.campaign.state === 'finished') resolve();
      });
    });
    const made = await ask(csms, 'POST', '/campaigns', {
      name: 'Clear the caches',
      stations,
      steps: [{ command: 'ClearCache', request: {} }],
    });
    assert.equal(made.status, 201);
    await finished;
    const { answer: body } = await ask(
      csms,
      'GET',
      `/campaigns/${made.answer.id}/targets?state=succeeded`,
    );
    assert.ok(Array.isArray(body.items));
    assert.equal(body.items[0]?.stationId, 'CS-4');
    const again = await ask(csms, 'POST', `/campaigns/${made.answer.id}/pause`);
    assert.equal(again.status, 409);
    const wrong = await ask(csms, 'POST', '/campaigns', {
      name: 'x',
      stations,
      steps: [{ command: 'Reset', request: { type: 'Gently' } }],
    });
    assert.equal(wrong.status, 422);
    assert.ok(Array.isArray(wrong.answer.violations));
    assert.equal(wrong.answer.violations[0]?.path, '$.type');
  });
});
