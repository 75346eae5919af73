import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { payloads, runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { CommandError } from '../../command-error.ts';
import { Station } from '../../stations/station.ts';
import { protocols } from '../../testing/csms-under-test.ts';
import { COMMAND_NAMES } from '../command.ts';
import { deliver } from '../delivery.ts';
import { COMMAND_EXAMPLES } from '../examples.ts';
import { Planner } from '../planning.ts';
import type { CommandName } from '../sending.ts';
import { DIALECT_16 } from './ocpp16.ts';

const station = new Station({ id: 'CS-1', admission: 'Known', securityProfile: 0 });
const planner = new Planner(protocols, async () => ({ items: 3 }));

/** What goes over the wire. */
async function sent(command: CommandName, request: object) {
  const { steps } = await planner.plan(station, '1.6', command, request);
  return steps.map(({ action, payload }) => [action, payload]);
}

describe('what 1.6 makes of a command', () => {
  it('is valid in 1.6 or refused, whatever the request; its answers are valid in 2.1', async () => {
    const commands = COMMAND_NAMES.filter((command) => DIALECT_16[command] !== undefined);
    for (const command of commands) {
      const request = payloads('2.1', command, 'request');
      await fc.assert(
        fc.asyncProperty(request, fc.integer(), async (payload, seed) => {
          try {
            const { steps } = await planner.plan(station, '1.6', command, payload);
            for (const step of steps) {
              assert.equal(protocols['1.6'].request(step.action)?.is(step.payload), true);
              const [answer] = fc.sample(payloads('1.6', step.action, 'response'), {
                numRuns: 1,
                seed,
              });
              const read = step.read(answer, protocols);
              assert.deepEqual(protocols['2.1'].response(command)?.explain(read), [], command);
            }
          } catch (error) {
            if (!(error instanceof CommandError)) throw error;
          }
        }),
        runs(15),
      );
    }
  });

  it('keeps the meaning', async () => {
    const at = '2026-03-14T15:09:26.000Z';
    assert.deepEqual(await sent('Reset', { type: 'Immediate' }), [['Reset', { type: 'Hard' }]]);
    assert.deepEqual(await sent('Reset', { type: 'OnIdle' }), [['Reset', { type: 'Soft' }]]);
    const everywhere = { operationalStatus: 'Inoperative' };
    assert.deepEqual(await sent('ChangeAvailability', everywhere), [
      ['ChangeAvailability', { connectorId: 0, type: 'Inoperative' }],
    ]);
    assert.deepEqual(await sent('ReserveNow', COMMAND_EXAMPLES.ReserveNow), [
      ['ReserveNow', { reservationId: 12, connectorId: 1, expiryDate: at, idTag: '04A1B2C3' }],
    ]);
    assert.deepEqual(await sent('SetChargingProfile', COMMAND_EXAMPLES.SetChargingProfile), [
      [
        'SetChargingProfile',
        {
          connectorId: 1,
          csChargingProfiles: {
            chargingProfileId: 7,
            stackLevel: 0,
            chargingProfilePurpose: 'TxDefaultProfile',
            chargingProfileKind: 'Absolute',
            chargingSchedule: {
              chargingRateUnit: 'W',
              startSchedule: '2026-03-14T00:00:00.000Z',
              chargingSchedulePeriod: [{ startPeriod: 0, limit: 11_000 }],
            },
          },
        },
      ],
    ]);
    assert.deepEqual(await sent('GetInstalledCertificateIds', {}), [
      ['GetInstalledCertificateIds', { certificateType: 'CentralSystemRootCertificate' }],
      ['GetInstalledCertificateIds', { certificateType: 'ManufacturerRootCertificate' }],
    ]);
    const names = ['A', 'B', 'C', 'D'].map((name) => ({
      component: { name: '' },
      variable: { name },
    }));
    assert.deepEqual(await sent('GetVariables', { getVariableData: names }), [
      ['GetConfiguration', { key: ['A', 'B', 'C'] }],
      ['GetConfiguration', { key: ['D'] }],
    ]);
  });

  it('has the number of a transaction that another CSMS gave it', async () => {
    for (const number of [7, 1_712_345_678, -2_147_483_648, 1_712_345_678_901]) {
      const stop = await sent('RequestStopTransaction', { transactionId: String(number) });
      assert.deepEqual(stop, [['RemoteStopTransaction', { transactionId: number }]]);
    }
  });

  it('is refused, with the reason, where something would be lost', async () => {
    const period = { startPeriod: 0, limit: 11_000, setpoint: -2_000 };
    const { chargingProfile } = COMMAND_EXAMPLES.SetChargingProfile;
    const [schedule] = chargingProfile.chargingSchedule;
    const profile = {
      ...chargingProfile,
      chargingSchedule: [{ ...schedule, chargingSchedulePeriod: [period] }],
    };
    for (const [command, request, reason] of [
      ['Reset', { type: 'Immediate', evseId: 1 }, /whole station/],
      ['Reset', { type: 'ImmediateAndResume' }, /resume/],
      ['SetChargingProfile', { evseId: 1, chargingProfile: profile }, /has no setpoint/],
      ['UnlockConnector', { evseId: 1, connectorId: 2 }, /one connector for each EVSE/],
      ['RequestStopTransaction', { transactionId: 'abc' }, /whole numbers/],
      ['RequestStopTransaction', { transactionId: '12345678901234567890' }, /whole numbers/],
      ['TriggerMessage', { requestedMessage: 'TransactionEvent' }, /cannot be asked/],
      [
        'InstallCertificate',
        { certificateType: 'V2GRootCertificate', certificate: 'x' },
        /V2GRoot/,
      ],
    ] as const)
      await assert.rejects(sent(command, request), {
        code: 'notSupportedByVersion',
        message: reason,
      });
    const longTag = { idToken: { idToken: 'x'.repeat(21), type: 'Central' }, remoteStartId: 1 };
    await assert.rejects(sent('RequestStartTransaction', longTag), { code: 'invalidPayload' });
  });
});

it('a station that is not there gets nothing of a plan', async () => {
  const plan = await planner.plan(station, '1.6', 'ClearCache', {});
  const parts = { protocols, station, timeoutMs: 1_000, onSending: () => undefined };
  assert.deepEqual(await deliver(parts, plan), {
    messages: [],
    end: { end: 'notSent', obstacle: 'notConnected', reason: 'The station is not connected.' },
  });
});
