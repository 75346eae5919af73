import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import { systemRandom } from '@northbound/rpc';
import { VirtualClock } from '@northbound/rpc/testing';
import { createStation } from '@northbound/station';
import { simulatedHardware } from '@northbound/world';
import fc from 'fast-check';
import type { StationSettings } from './build-station.ts';
import { ControlChannel } from './control.ts';

/** A channel to a station that reaches nobody. */
function channel() {
  const lines: Record<string, unknown>[] = [];
  const built: StationSettings[] = [];
  const state = { isStopped: false };
  const clock = new VirtualClock();
  const control = new ControlChannel({
    build: (settings) => {
      built.push(settings);
      const evses = Array.from({ length: settings.evses }, () => ({
        connectors: [{ type: 'sType2' }],
        maxCurrentA: 32,
        phases: 3 as const,
        voltageV: 230,
      }));
      return createStation(
        {
          identity: settings.identity,
          url: settings.url,
          versions: settings.versions,
          vendor: 'V',
          model: 'M',
          evses,
        },
        {
          clock,
          random: systemRandom,
          dialer: (_target, listener) => {
            clock.after(1, () => listener.onFailed({ reason: 'network', code: 'ENETUNREACH' }));
            return {
              send: () => {},
              ping: () => {},
              setReading: () => {},
              bufferedBytes: 0,
              close: () => {},
              terminate: () => {},
            };
          },
          hardware: simulatedHardware({ clock, evses }),
        },
      );
    },
    write: (line) => lines.push(JSON.parse(line)),
    stopped: () => {
      state.isStopped = true;
    },
  });
  let ids = 0;
  const ask = async (command: string, fields: object = {}) => {
    ids += 1;
    const id = ids;
    await control.handle(JSON.stringify({ id, command, ...fields }));
    return lines.find((line) => line.type === 'answer' && line.id === id);
  };
  return { control, lines, built, state, clock, ask };
}

const CONFIGURATION = { identity: 'A', url: 'ws://127.0.0.1:1/ocpp/', versions: ['2.1', '1.6'] };

test('every command is answered once, with its id', async () => {
  const { ask, lines, built, state } = channel();
  assert.equal((await ask('get-state'))?.ok, false);
  assert.equal((await ask('configure', { ...CONFIGURATION, evses: 2, flash: 'f' }))?.ok, true);
  assert.deepEqual(built[0], {
    identity: 'A',
    url: 'ws://127.0.0.1:1/ocpp',
    versions: ['2.1', '1.6'],
    evses: 2,
    flash: 'f',
  });
  for (const [command, fields] of [
    ['start', {}],
    ['plug-in', { evseId: 2 }],
    ['swipe', { idToken: '04AB', evseId: 2 }],
    ['fault', { evseId: 2, code: 'GroundFailure' }],
    ['clear-fault', { evseId: 2 }],
    ['plug-out', { evseId: 2 }],
    ['disconnect', {}],
    ['connect', {}],
    ['set-variable', { name: 'TxCtrlr.EVConnectionTimeOut', value: '90' }],
    ['bay', { evseId: 2, occupied: true }],
    ['limit', { evseId: 2, maxEnergy: 5000, maxSoC: 80 }],
    ['set-external-limit', { limit: 10, durationS: 60 }],
    ['set-external-limit', { evseId: 1, source: 'SO', limit: 7000, unit: 'W' }],
    ['clear-external-limit', { source: 'SO', evseId: 1 }],
    ['prioritise', { evseId: 2, activate: false }],
    ['data-transfer', { vendorId: 'org.example', messageId: 'm', data: { a: 1 } }],
    ['power-cut', {}],
    ['power-on', {}],
    ['shut-down', {}],
    ['stop', {}],
  ] as const) {
    assert.equal((await ask(command, fields))?.ok, true, command);
  }
  assert.equal(state.isStopped, true);
  assert.ok(lines.some(({ type, on }) => type === 'power' && on === true));
  const ids = lines.filter(({ type }) => type === 'answer').map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
});

test('set-variable and get-state answer with what came of it', async () => {
  const { ask } = channel();
  await ask('configure', CONFIGURATION);
  await ask('start');
  const rejected = await ask('set-variable', { name: 'TxCtrlr.EVConnectionTimeOut', value: '-1' });
  assert.deepEqual(rejected?.result, {
    status: 'Rejected',
    reasonCode: 'InvalidValue',
    problem: 'is less than 1',
  });
  const state = await ask('get-state');
  assert.ok(typeof state?.result === 'object' && state.result !== null);
  assert.equal(Reflect.get(state.result, 'identity'), 'A');
  await ask('stop');
});

test('what cannot be is answered with a sentence', async () => {
  const { control, lines, ask } = channel();
  await control.handle('{');
  await control.handle('[]');
  assert.deepEqual(lines, [
    { type: 'answer', id: null, ok: false, error: 'This line is not JSON.' },
    { type: 'answer', id: null, ok: false, error: 'A command is a JSON object.' },
  ]);
  const error = async (command: string, fields?: object) => (await ask(command, fields))?.error;
  assert.match(String(await error('dance')), /no command dance/);
  assert.match(String(await error('configure', { ...CONFIGURATION, url: 'x' })), /not a WebSocket/);
  assert.match(String(await error('configure', { ...CONFIGURATION, versions: ['3'] })), /versions/);
  assert.equal(
    await error('configure', { ...CONFIGURATION, tls: { ca: 'junk' } }),
    'tls.ca holds no certificate as PEM.',
  );
  assert.match(
    String(await error('configure', { ...CONFIGURATION, watchdogS: 5 })),
    /watchdog needs a flash file/,
  );
  await ask('configure', CONFIGURATION);
  assert.match(String(await error('set-variable', { name: 'A.B', value: '1' })), /power is off/);
  await ask('start');
  assert.match(String(await error('configure', CONFIGURATION)), /power is on/);
  assert.match(String(await error('plug-in', { evseId: 9 })), /evseId is a number from 1 to 1/);
  assert.match(String(await error('swipe')), /idToken is a text/);
  assert.match(String(await error('set-external-limit', { limit: -1 })), /limit is a number/);
  assert.match(
    String(await error('set-external-limit', { limit: 1, unit: 'V' })),
    /unit is A or W/,
  );
  assert.match(
    String(await error('clear-external-limit', { source: 'me' })),
    /source is one of EMS/,
  );
  assert.match(String(await error('bay', { occupied: 'yes' })), /occupied is true or false/);
  assert.match(String(await error('data-transfer')), /vendorId is a text/);
  assert.match(String(await error('set-variable', { name: 'A.B', value: '1' })), /no variable/);
  await ask('stop');
});

test('no line makes it throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (line) => {
      const { control, lines } = channel();
      await control.handle(line);
      assert.equal(lines.length, 1);
    }),
    runs(50),
  );
});
