import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isInsideByItself, requireTarget, targetOf } from './targets.ts';

const inside = [
  'http://127.0.0.1/',
  'http://127.0.0.1./',
  'http://127.1/',
  'http://2130706433/',
  'http://0177.0.0.1/',
  'http://0x7f.0.0.1/',
  'http://0x7f000001/',
  'http://①②⑦.0.0.1/',
  'http://0/',
  'http://10.0.0.1:8080/',
  'http://172.16.5.4/',
  'https://192.168.1.1/',
  'http://169.254.169.254/latest/meta-data',
  'http://localhost/',
  'http://LOCALHOST./',
  'http://admin.localhost/',
  'http://%6cocalhost/',
  'http://user:secret@localhost/',
  'http://[::1]/',
  'http://[::]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:a00:1]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[fe80::1]/',
  'http://[fd00::1]/',
];

const outside = [
  'https://receiver.example/',
  'http://8.8.8.8/',
  'http://[2606:4700:4700::1111]/',
  'http://localhost.example/',
  'http://notlocalhost/',
  'http://receiver.example/?to=http://127.0.0.1/',
  'http://127.0.0.1@receiver.example/',
];

function isInside(url: string): boolean {
  const target = targetOf(url);
  assert.ok(target !== undefined, url);
  return isInsideByItself(target);
}

test('an address inside the network is known however it is written', () => {
  for (const url of inside) assert.equal(isInside(url), true, url);
  for (const url of outside) assert.equal(isInside(url), false, url);
});

test('a target inside is refused with what to do, unless it is allowed', () => {
  const refusal = { code: 'invalidValue', message: /inside the network.*allowPrivate/ };
  for (const url of inside) {
    assert.throws(() => requireTarget(url, false), refusal, url);
    requireTarget(url, true);
  }
  for (const url of outside) requireTarget(url, false);
});

test('what is no http(s) address is no target, allowed or not', () => {
  for (const url of ['ftp://receiver.example/', 'http://', 'http://[::1', 'http://256.1.1.1/', ''])
    assert.throws(() => requireTarget(url, true), { code: 'invalidValue' }, url);
});
