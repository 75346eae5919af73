import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPrivateAddress } from './private-addresses.ts';

test('addresses inside a network are told from those of the internet', () => {
  const inside = [
    '127.0.0.1',
    '127.255.0.9',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    '0:0:0:0:0:ffff:a00:1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    '2001::1',
    'ff02::1',
    'not an address',
  ];
  for (const address of inside) assert.equal(isPrivateAddress(address), true, address);
  const outside = ['8.8.8.8', '172.32.0.1', '192.169.0.1', '1.1.1.1', '2606:4700:4700::1111'];
  for (const address of outside) assert.equal(isPrivateAddress(address), false, address);
});
