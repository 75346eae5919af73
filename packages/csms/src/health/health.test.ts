import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { csmsUnderTest } from '../testing/csms-under-test.ts';
import { at, boot2, boot16, transactionEvent } from '../testing/messages.ts';
import { foreignStation } from '../testing/rpc-client.ts';
import type { CsmsEvent } from '../views.ts';

type Subprotocol = 'ocpp1.6' | 'ocpp2.0.1' | 'ocpp2.1';

async function bench(
  subprotocol: Subprotocol,
  boot: object = subprotocol === 'ocpp1.6' ? boot16 : boot2,
) {
  const under = await csmsUnderTest({ watchesStations: true });
  const { health } = under.csms.blocks;
  const station = await foreignStation(under.port, 'CS-1', subprotocol);
  await station.call('BootNotification', boot).catch(() => undefined);
  const lights = () => {
    const view = health.of('CS-1');
    return [view?.link.light, view?.application.light, view?.function.light];
  };
  return {
    under,
    station,
    lights,
    reasons: () => {
      const view = health.of('CS-1');
      return [view?.link, view?.application, view?.function].flatMap((each) => each?.reasons);
    },
    evidence: () => health.of('CS-1')?.evidence,
    async [Symbol.asyncDispose]() {
      await station[Symbol.asyncDispose]();
      await under.csms.close();
      await under[Symbol.asyncDispose]();
    },
  };
}

describe('the lights of a station', () => {
  it('are green while it talks, answers, and knows the time', async () => {
    await using desk = await bench('ocpp2.1');
    assert.deepEqual(desk.lights(), ['green', 'green', 'green']);
    assert.deepEqual(desk.evidence(), {
      connectedSince: at(0),
      connections: 1,
      lastAliveAt: at(0),
      lastAliveBy: 'BootNotification',
    });
    assert.deepEqual((await desk.under.csms.queries.station('CS-1'))?.lights, {
      link: 'green',
      application: 'green',
      function: 'green',
    });
  });

  it('of the link is red without a connection', async () => {
    await using desk = await bench('ocpp1.6');
    const gone = Promise.withResolvers<void>();
    desk.under.bus.subscribe({ types: ['health'] }, () => gone.resolve());
    await desk.station[Symbol.asyncDispose]();
    await gone.promise;
    assert.deepEqual(desk.lights(), ['red', 'green', 'green']);
  });

  it('of the application go out although the socket lives', async () => {
    await using desk = await bench('ocpp2.0.1');
    const seen: CsmsEvent[] = [];
    desk.under.bus.subscribe({ types: ['health'] }, (event) => seen.push(event));
    // Its heartbeats are due every 300 s.
    await desk.under.clock.advance(700_000);
    assert.deepEqual(desk.lights(), ['green', 'yellow', 'green']);
    await desk.under.clock.advance(600_000);
    assert.deepEqual(desk.lights().slice(0, 2), ['green', 'red']);
    assert.match(
      String(desk.reasons()[0]),
      /said nothing for 1300 s; a heartbeat is due every 300 s/,
    );
    await desk.station.call('Heartbeat', {});
    assert.deepEqual(desk.lights()[1], 'green');
    assert.ok(seen.length >= 2);
  });

  it('of the application is yellow while every boot is refused', async () => {
    await using desk = await bench('ocpp1.6', { ...boot16, chargeBoxSerialNumber: 'S'.repeat(26) });
    assert.equal(desk.lights()[1], 'green');
    await desk.under.clock.advance(75_000);
    assert.equal(desk.lights()[1], 'yellow');
    assert.match(String(desk.reasons()[0]), /No boot of it was ever taken/);
    await desk.station.call('BootNotification', boot16);
    assert.equal(desk.lights()[1], 'green');
  });

  for (const subprotocol of ['ocpp1.6', 'ocpp2.1'] as const) {
    it(`of the function shows whether it answers over ${subprotocol}`, async () => {
      await using desk = await bench(subprotocol);
      const action = subprotocol === 'ocpp1.6' ? 'GetConfiguration' : 'GetVariables';
      const asked = Promise.withResolvers<unknown>();
      const never = new Promise<object>(() => undefined);
      desk.station.handle(action, (payload) => {
        asked.resolve(payload);
        return never;
      });
      await desk.under.clock.advance(915_000);
      assert.match(JSON.stringify(await asked.promise), /HeartbeatInterval/);
      await desk.under.clock.advance(30_000);
      assert.equal(desk.lights()[2], 'yellow');
      assert.match(String(desk.reasons()), /did not answer the last 1 of our questions/);
      await desk.under.clock.advance(960_000);
      assert.equal(desk.lights()[2], 'red');
    });
  }

  it('cost a question an hour while all is well, four while something is not', async () => {
    await using desk = await bench('ocpp2.1');
    const { clock, csms } = desk.under;
    const askedAtMs: number[] = [];
    desk.station.handle('GetVariables', () => {
      askedAtMs.push(clock.epochMs());
      return {
        getVariableResult: [
          {
            attributeStatus: 'Accepted',
            component: { name: 'OCPPCommCtrlr' },
            variable: { name: 'HeartbeatInterval' },
          },
        ],
      };
    });
    async function minutesOfQuestions(minutes: number, heartbeats: boolean) {
      const fromMs = clock.epochMs();
      askedAtMs.length = 0;
      for (let minute = 0; minute < minutes; minute += 5) {
        await clock.advance(300_000);
        if (heartbeats) await desk.station.call('Heartbeat', {});
      }
      return askedAtMs.map((atMs) => Math.round((atMs - fromMs) / 60_000));
    }
    // Nothing was answered yet: the first question comes soon.
    assert.deepEqual(await minutesOfQuestions(150, true), [15, 75, 135]);
    // What an operator asks is as good.
    await csms.commands.call('CS-1', 'GetVariables', {
      getVariableData: [
        { component: { name: 'OCPPCommCtrlr' }, variable: { name: 'HeartbeatInterval' } },
      ],
    });
    assert.deepEqual(await minutesOfQuestions(90, true), [60]);
    // It falls silent: its application light goes out.
    const silent = await minutesOfQuestions(60, false);
    assert.ok(silent.length >= 3, `${silent}`);
  });

  it('of the function shows a clock that is wrong', async () => {
    await using desk = await bench('ocpp2.1');
    const status = (timestamp: string) =>
      desk.station.call('StatusNotification', {
        timestamp,
        connectorStatus: 'Available',
        evseId: 1,
        connectorId: 1,
      });
    await status(at(45));
    assert.equal(desk.lights()[2], 'yellow');
    assert.equal(desk.evidence()?.clockDriftS, 45);
    assert.deepEqual(desk.reasons(), ['Its clock is 45 s ahead.']);
    // A message that has waited proves nothing: another one lies closer.
    await desk.under.clock.advance(60_000);
    await status(at(61));
    assert.equal(desk.lights()[2], 'green');
  });

  it('of the function is not fooled by what 1.6 tells again after an outage', async () => {
    await using desk = await bench('ocpp1.6');
    const stop = { transactionId: 1, meterStop: 10, timestamp: at(-7200) };
    await desk.station.call('StopTransaction', stop);
    const status = { connectorId: 1, errorCode: 'NoError', status: 'Available' };
    await desk.station.call('StatusNotification', { ...status, timestamp: at(0) });
    assert.equal(desk.evidence()?.clockDriftS, 0);
    assert.deepEqual(desk.reasons(), []);
  });

  it('of the function shows a meter that stands still under power', async () => {
    await using desk = await bench('ocpp2.1');
    await desk.station.call('TransactionEvent', transactionEvent('T', 0, 'Started'));
    await desk.under.clock.advance(300_000);
    assert.equal(desk.lights()[2], 'green');
    await desk.station.call('Heartbeat', {});
    await desk.under.clock.advance(330_000);
    await desk.station.call('Heartbeat', {});
    assert.equal(desk.lights()[2], 'yellow');
    assert.deepEqual(desk.reasons(), ['The meter of EVSE 1 stands still for 10 min of charging.']);
  });
});
