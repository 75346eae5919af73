import assert from 'node:assert/strict';
import type { Version } from '@northbound/protocol';
import { ocpp16 } from '@northbound/protocol/ocpp16';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { ocpp201 } from '@northbound/protocol/ocpp201';
import type { SessionReport } from '../api.ts';
import { RpcError } from '../rpc-error.ts';
import type { RawPeer } from './raw-peer.ts';
import { createRpcServer } from './server.ts';
import type { Expected, WireCase } from './wire-cases.ts';

export const NOW = { currentTime: '2026-01-01T00:00:00Z' };
const BOOTED = { ...NOW, interval: 300, status: 'Accepted' } as const;
export const accepted = { status: 'Accepted' } as const;

/** Station handlers: what the cases need, and the probe. */
export const STATION_HANDLERS = {
  Reset: () => accepted,
  ClearCache: () => accepted,
  DataTransfer: () => accepted,
};
const CSMS_HANDLERS = {
  Heartbeat: () => NOW,
  BootNotification: () => BOOTED,
  StatusNotification: () => ({}),
  DataTransfer: () => accepted,
};

export function startServer(
  options: { readonly reports?: SessionReport[]; readonly limits?: object } = {},
) {
  return createRpcServer<string>({
    versions: {
      '1.6': { protocol: ocpp16, handlers: CSMS_HANDLERS },
      '2.0.1': { protocol: ocpp201, handlers: CSMS_HANDLERS },
      '2.1': { protocol: ocpp21, handlers: CSMS_HANDLERS },
    },
    authorize: ({ identity, password }) => {
      if (!identity.startsWith('CS')) return { accept: false, status: 404 };
      if (identity === 'CS-secret' && password?.toString('hex') !== '00ff3a61') {
        return { accept: false, status: 401 };
      }
      return { accept: true, context: identity };
    },
    gate: (action, direction, identity) =>
      identity === 'CS-pending' && direction === 'in' && action !== 'BootNotification'
        ? new RpcError('SecurityError', 'Not before the boot is accepted.')
        : undefined,
    observer: { report: (_identity, report) => void options.reports?.push(report) },
    limits: { pingIntervalMs: 0, ...options.limits },
  });
}

export async function check(
  peer: RawPeer,
  { frame, expected }: WireCase,
  version: Version,
  probe: string,
) {
  peer.say(frame);
  peer.say([2, 'probe', probe, {}]);
  checkAnswer(await peer.hearUntil('probe'), expected[version]);
}

export function checkAnswer(answers: readonly (readonly unknown[])[], expected: Expected): void {
  if (expected === 'nothing') {
    assert.deepEqual(answers, []);
    return;
  }
  const [messageId, code, description = /^/] = expected;
  assert.equal(answers.length, 1);
  const [type, id, gotCode, text, details] = answers[0] ?? [];
  assert.deepEqual([type, id, gotCode, details], [4, messageId, code, {}]);
  assert.ok(typeof text === 'string' && text.length <= 255);
  assert.match(text, description);
}
