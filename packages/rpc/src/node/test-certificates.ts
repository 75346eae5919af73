import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  certificatePem,
  commonNameOf,
  ECDSA_WITH_SHA256,
  integer,
  objectId,
  octetString,
  sequence,
  tagged,
  time,
} from '../testing-der.ts';

/** A certificate for tests of TLS, made at test time by nothing but Node. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
  readonly commonName: string;
  readonly privateKey: KeyObject;
}

/** @param issuer who signs, with an EC key; without one it signs itself and may sign others */
export function makeCertificate(
  commonName: string,
  issuer?: TestCertificate,
  notAfter = '20491231235959Z',
  keys: 'ec' | 'rsa' = 'ec',
): TestCertificate {
  const { privateKey, publicKey } =
    keys === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const toBeSigned = sequence(
    tagged(0xa0, integer(2)),
    integer(serial++),
    ECDSA_WITH_SHA256,
    commonNameOf(issuer?.commonName ?? commonName),
    sequence(time('20200101000000Z'), time(notAfter)),
    commonNameOf(commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions(issuer === undefined))),
  );
  const signature = sign('sha256', toBeSigned, issuer?.privateKey ?? privateKey);
  return {
    cert: certificatePem(toBeSigned, signature),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    commonName,
    privateKey,
  };
}

let serial = 1;

/** Basic constraints, and `localhost` and 127.0.0.1 as names. */
function extensions(isAuthority: boolean): Buffer[] {
  const names = sequence(
    tagged(0x82, Buffer.from('localhost')),
    tagged(0x87, Buffer.from([127, 0, 0, 1])),
  );
  const constraints = sequence(...(isAuthority ? [tagged(0x01, Buffer.from([0xff]))] : []));
  return [
    sequence(objectId('551d13'), octetString(constraints)),
    sequence(objectId('551d11'), octetString(names)),
  ];
}
