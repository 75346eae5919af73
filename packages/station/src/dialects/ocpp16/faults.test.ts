import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorOf } from './faults.ts';

test('a fault has its code of 1.6 where there is one, else OtherError with its own as that of a vendor', () => {
  assert.deepEqual(errorOf({ code: 'ConnectorLockFailure', techInfo: 'jammed' }), {
    errorCode: 'ConnectorLockFailure',
    info: 'jammed',
  });
  assert.deepEqual(errorOf({ code: 'VX-77' }), {
    errorCode: 'OtherError',
    vendorErrorCode: 'VX-77',
  });
  const long = errorOf({ code: 'V'.repeat(60), techInfo: 'i'.repeat(60) });
  assert.deepEqual([long.vendorErrorCode?.length, long.info?.length], [50, 50]);
});
