import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ACTIONS, type Version } from '@northbound/protocol';
import { ask } from '../testing/ask.ts';
import { boot2, boot16 } from '../testing/messages.ts';
import { smallestAnswers } from '../testing/official-schemas.ts';
import { type ForeignStation, foreignStation } from '../testing/rpc-client.ts';
import { runningCsms } from '../testing/running-csms.ts';
import { COMMAND_NAMES } from './command.ts';
import { pathOf } from './command-routes.ts';
import { DIALECT_16 } from './dialects/ocpp16.ts';
import { COMMAND_EXAMPLES } from './examples.ts';
import type { CommandName } from './sending.ts';

const VERSIONS = [
  ['1.6', 'ocpp1.6', boot16],
  ['2.0.1', 'ocpp2.0.1', boot2],
  ['2.1', 'ocpp2.1', boot2],
] as const;

const csms = await runningCsms();
after(() => csms.close());

function send(stationId: string, command: CommandName, body: object) {
  return ask(csms, 'POST', `/stations/${stationId}/commands/${pathOf(command)}`, body);
}

function has(version: Version, command: CommandName): boolean {
  return version === '1.6' ? DIALECT_16[command] !== undefined : ACTIONS[version].has(command);
}

function sentByCsms(version: Version): string[] {
  return [...ACTIONS[version]].filter(([, { from }]) => from !== 'ChargingStation').map(([a]) => a);
}

/** Requests of 1.6 that no example of a command comes to. */
const MORE_FOR_16: readonly (readonly [CommandName, object])[] = [
  ['TriggerMessage', { requestedMessage: 'SignChargingStationCertificate' }],
  [
    'UpdateFirmware',
    {
      firmware: {
        location: 'https://files.example.com/2.bin',
        retrieveDateTime: '2026-03-14T15:09:26.000Z',
        signingCertificate: 'certificate',
        signature: 'signature',
      },
    },
  ],
];

for (const [version, subprotocol, boot] of VERSIONS) {
  describe(`every command to a station of ${version}`, () => {
    const stationId = `STATION-${version}`;
    const smallestAnswer = smallestAnswers(version);
    const called: string[] = [];
    let station: ForeignStation;

    before(async () => {
      station = await foreignStation(csms.port, stationId, subprotocol);
      station.handleEvery((action) => {
        called.push(action);
        return smallestAnswer(action);
      });
      await station.call('BootNotification', boot);
    });

    after(() => station[Symbol.asyncDispose]());

    it('reaches it, and its answer comes back', async () => {
      called.length = 0;
      for (const command of COMMAND_NAMES.filter((each) => has(version, each))) {
        const { status, answer: body } = await send(stationId, command, COMMAND_EXAMPLES[command]);
        assert.equal(status, 200, `${command}: ${JSON.stringify(body)}`);
        assert.equal(body.state, 'answered', command);
        const action = called.at(-1) ?? '';
        if (version !== '1.6') assert.deepEqual(body.answer, smallestAnswer(action), command);
      }
      if (version === '1.6') {
        for (const [command, request] of MORE_FOR_16)
          assert.equal((await send(stationId, command, request)).status, 200, command);
        const fallback = new Set(['GetDiagnostics']);
        const reached = new Set([...called, ...fallback]);
        assert.deepEqual([...reached].toSorted(), sentByCsms(version).toSorted());
      } else {
        assert.deepEqual(called.toSorted(), sentByCsms(version).toSorted());
      }
    });

    it('is told to be wrong with the JSON path of what is wrong, and nothing is sent', async () => {
      called.length = 0;
      for (const command of COMMAND_NAMES) {
        const wrong = { ...COMMAND_EXAMPLES[command], nonsense: true };
        const { status, answer: body } = await send(stationId, command, wrong);
        assert.equal(status, 422, command);
        assert.equal(body.type, 'urn:northbound:problem:invalidPayload', command);
        assert.ok(Array.isArray(body.violations));
        assert.equal(body.violations[0]?.path, '$.nonsense', command);
      }
      assert.deepEqual(called, []);
    });

    it('is refused where the version has nothing for it', async () => {
      called.length = 0;
      for (const command of COMMAND_NAMES.filter((each) => !has(version, each))) {
        const { status, answer: body } = await send(stationId, command, COMMAND_EXAMPLES[command]);
        assert.equal(status, 422, command);
        assert.equal(body.type, 'urn:northbound:problem:notSupportedByVersion', command);
        assert.equal(body.detail, `OCPP ${version} has nothing for ${command}.`);
      }
      assert.deepEqual(called, []);
    });
  });
}

it('an old station of 1.6 gets GetDiagnostics when it does not know GetLog', async () => {
  await using station = await foreignStation(csms.port, 'OLD', 'ocpp1.6');
  station.handle('GetDiagnostics', (payload) => {
    assert.deepEqual(payload, { location: 'https://files.example.com/logs/CS-1', retries: 3 });
    return { fileName: 'old.log' };
  });
  await station.call('BootNotification', boot16);
  const { answer: body } = await send('OLD', 'GetLog', COMMAND_EXAMPLES.GetLog);
  assert.deepEqual(body.answer, { status: 'Accepted', filename: 'old.log' });
});
