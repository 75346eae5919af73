import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { WireStation } from '../api/testing/wire-station.ts';
import { ask } from '../testing/ask.ts';
import { at, boot2 } from '../testing/messages.ts';
import { runningCsms } from '../testing/running-csms.ts';

const csms = await runningCsms();
after(() => csms.close());

test('an operator asks, and reads what has come, by the API: TC_O_02_CSMS, TC_N_62_CSMS, TC_R_108_CSMS', async () => {
  await using station = await WireStation.connect(csms.url, 'CS-1', 'ocpp2.1');
  await station.call('BootNotification', boot2);
  const accept = () => ({ status: 'Accepted' });
  for (const action of ['GetDisplayMessages', 'CustomerInformation', 'GetDERControl']) {
    station.answers.set(action, accept);
  }
  const requested = async (action: string, payload: object = {}) => {
    const { status, answer } = await ask(csms, 'POST', '/stations/CS-1/reports', {
      action,
      payload,
    });
    assert.deepEqual([status, answer.status], [200, 'Accepted']);
    assert.deepEqual(station.called.at(-1), [action, { ...payload, requestId: answer.requestId }]);
    return answer;
  };

  const shown = await requested('GetDisplayMessages');
  const info = { id: 1, priority: 'AlwaysFront', message: { format: 'UTF8', content: 'Hello' } };
  assert.deepEqual((await ask(csms, 'GET', '/stations/CS-1/display-messages')).answer, {
    items: [],
  });
  await station.call('NotifyDisplayMessages', { requestId: shown.requestId, messageInfo: [info] });
  const messages = (await ask(csms, 'GET', '/stations/CS-1/display-messages')).answer;
  assert.deepEqual(messages.items, [info]);

  const question = { report: true, clear: true, customerIdentifier: 'C-7' };
  const asked = await requested('CustomerInformation', question);
  const part = { requestId: asked.requestId, generatedAt: at(0) };
  await station.call('NotifyCustomerInformation', { ...part, seqNo: 0, tbc: true, data: 'Ann' });
  const path = `/stations/CS-1/customer-information/${asked.id}`;
  assert.deepEqual((await ask(csms, 'GET', path)).answer, { stationId: 'CS-1', text: 'Ann' });
  await station.call('NotifyCustomerInformation', { ...part, seqNo: 1, data: ' Lee' });
  const { text, completedAt } = (await ask(csms, 'GET', path)).answer;
  assert.equal(text, 'Ann Lee');
  assert.ok(completedAt);

  const held = await requested('GetDERControl');
  const fixed = { excitation: true, displacement: 0.9, priority: 1 };
  const control = {
    id: 'F1',
    fixedPF: fixed,
    isDefault: true,
    isSuperseded: false,
  };
  await station.call('ReportDERControl', { requestId: held.requestId, fixedPFInject: [control] });
  assert.deepEqual((await ask(csms, 'GET', '/stations/CS-1/der-controls')).answer.items, [
    { kind: 'fixedPFInject', control },
  ]);

  // The same by a command of its own.
  const command = await ask(csms, 'POST', '/stations/CS-1/commands/get-display-messages', {});
  assert.equal(command.status, 200);
  const [, sent] = station.called.at(-1) ?? [];
  assert.ok(typeof sent === 'object' && sent !== null && 'requestId' in sent);
  await station.call('NotifyDisplayMessages', { requestId: sent.requestId });
  const again = (await ask(csms, 'GET', '/stations/CS-1/display-messages')).answer;
  assert.deepEqual(again.items, []);

  await station.call('NotifyDERAlarm', { controlType: 'FreqDroop', timestamp: at(7) });
  const notices = await ask(csms, 'GET', '/stations/CS-1/notices?action=NotifyDERAlarm');
  assert.deepEqual(
    notices.answer.items.map((notice: { at: string; payload: object }) => [
      notice.at,
      notice.payload,
    ]),
    [[at(7), { controlType: 'FreqDroop', timestamp: at(7) }]],
  );
  await station.call('SecurityEventNotification', { type: 'ResetOrReboot', timestamp: at(8) });
  const events = await ask(csms, 'GET', '/security-events?stationId=CS-1&type=ResetOrReboot');
  assert.equal(events.answer.items[0].critical, true);

  station.answers.set('GetDisplayMessages', () => ({ status: 'Unknown' }));
  const none = await ask(csms, 'POST', '/stations/CS-1/reports', { action: 'GetDisplayMessages' });
  assert.deepEqual([none.status, none.answer.status], [200, 'Unknown']);
  station.answers.set('GetDERControl', () => 'NotSupported');
  const refused = await ask(csms, 'POST', '/stations/CS-1/reports', { action: 'GetDERControl' });
  assert.deepEqual([refused.status, refused.answer.callError.errorCode], [502, 'NotSupported']);
  assert.equal(
    (await ask(csms, 'POST', '/stations/CS-1/reports', { action: 'Reset' })).status,
    400,
  );
  assert.equal(
    (await ask(csms, 'GET', `/stations/CS-1/customer-information/${held.id}`)).status,
    404,
  );
});
