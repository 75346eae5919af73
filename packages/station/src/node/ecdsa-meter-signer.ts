import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { MeterSigner } from '../metering/signing.ts';
import type { KeyValueStore } from '../nvm/storage.ts';

const STORED = 'meter:privateKey';

/** A meter's signature in software: ECDSA on secp256r1. The key is made at the first start and kept in the store. */
export function ecdsaMeterSigner(values: KeyValueStore): MeterSigner {
  const stored = values.get(STORED) ?? generate();
  values.set(STORED, stored);
  const key = createPrivateKey({
    key: Buffer.from(stored, 'base64'),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('hex');
  return {
    method: 'ECDSA-secp256r1-SHA256',
    publicKey,
    sign: (data) => sign('sha256', data, key),
  };
}

function generate(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
}
