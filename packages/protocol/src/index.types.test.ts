import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  Action,
  ActionFrom,
  CustomData,
  Ocpp16,
  Ocpp21,
  Request,
  Response,
  SendActionFrom,
  Version,
} from '@northbound/protocol';
import { ocpp16 } from './ocpp16.ts';

// What a library user writes to declare the custom data of a vendor.
declare module '@northbound/protocol' {
  interface CustomData {
    acmeFuseA?: number;
  }
}

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Holds for `true` only: `check<Equal<A, B>>()` fails to compile where A and B differ. */
function check<_T extends true>(): void {}

check<Equal<Request<'1.6', 'Heartbeat'>, Ocpp16.HeartbeatRequest>>();
check<Equal<Response<'2.1', 'TransactionEvent'>, Ocpp21.TransactionEventResponse>>();
check<Equal<Response<'2.1', 'NotifyPeriodicEventStream'>, never>>();
check<Equal<SendActionFrom<'2.1', 'ChargingStation'>, 'NotifyPeriodicEventStream'>>();
check<Equal<SendActionFrom<'2.1', 'CSMS'> | SendActionFrom<'1.6' | '2.0.1', 'CSMS'>, never>>();
check<
  Equal<Extract<ActionFrom<'1.6', 'CSMS'>, ActionFrom<'1.6', 'ChargingStation'>>, 'DataTransfer'>
>();
check<
  Equal<
    ActionFrom<'2.1', 'CSMS'> | ActionFrom<'2.1', 'ChargingStation'> | 'NotifyPeriodicEventStream',
    Action<'2.1'>
  >
>();
check<Equal<Ocpp21.TransactionType['customData'], CustomData | undefined>>();

test('payload types take what the standard allows', () => {
  const answer: Response<'1.6', 'BootNotification'> = {
    status: 'Accepted',
    currentTime: '2026-11-22T10:56:19Z',
    interval: 300,
  };
  assert.ok(ocpp16.response('BootNotification')?.is(answer));
  const empty: Response<'1.6', 'StatusNotification'> = {};
  assert.ok(ocpp16.response('StatusNotification')?.is(empty));
  const custom: CustomData = { vendorId: 'com.acme', acmeFuseA: 16, anythingElse: [1] };
  const request: Request<'2.1', 'Heartbeat'> = { customData: custom };
  assert.equal(request.customData?.acmeFuseA, 16);
});

export const wrongStatus: Response<'1.6', 'BootNotification'> = {
  // @ts-expect-error `Acepted` is no RegistrationStatus
  status: 'Acepted',
  currentTime: '',
  interval: 0,
};

export const wrongField: Request<'2.1', 'Authorize'> = {
  // @ts-expect-error 2.x has no idTag
  idTag: 'ABC',
};

// @ts-expect-error a station does not reset its CSMS
export const wrongDirection: ActionFrom<'2.0.1', 'ChargingStation'> = 'Reset';

// @ts-expect-error 1.6 has no TransactionEvent
export const wrongVersion: Action<'1.6'> = 'TransactionEvent';

// @ts-expect-error `interval` is missing
export const missingField: Response<'1.6', 'BootNotification'> = {
  status: 'Accepted',
  currentTime: '',
};

export const wrongCustomData: Request<'2.1', 'Heartbeat'> = {
  // @ts-expect-error a fuse has a number of amperes
  customData: { vendorId: 'com.acme', acmeFuseA: 'sixteen' },
};

/** A function for all versions sees each version's messages. */
export function anyRequest<V extends Version, A extends Action<V>>(
  request: Request<V, A>,
): Request<V, A> {
  return request;
}
