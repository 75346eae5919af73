import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBackInService, checkOutOfService } from './out-of-service.ts';

test('kept: what was taken out of service stays so, and what was not is in service', () => {
  const station = (availabilityState: string) => ({
    identity: 'CS-1',
    station: {
      state: () => ({
        evses: [1, 2].map((evseId) => ({
          evseId,
          connectors: [{ connectorId: 1, availabilityState }],
        })),
      }),
    },
  });
  const closed = new Set([2]);
  assert.deepEqual(checkOutOfService(station('Unavailable'), closed), []);
  const found = checkOutOfService(station('Available'), closed);
  assert.deepEqual(found, [
    {
      rule: 'kept',
      place: 'CS-1 EVSE 2 connector 1',
      what: 'is Available, it was taken out of service',
    },
  ]);
  assert.deepEqual(checkOutOfService(station('Available'), new Set()), []);
  const places = checkBackInService(station('Unavailable'), closed).map(({ place }) => place);
  assert.deepEqual(places, ['CS-1 EVSE 1 connector 1']);
  assert.deepEqual(checkBackInService(station('Available'), closed), []);
});
