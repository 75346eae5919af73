import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  certificatePem,
  commonNameOf,
  ECDSA_WITH_SHA256,
  integer,
  sequence,
  tagged,
  time,
} from '@northbound/rpc/testing-der';

/** A certificate and its key, made at test time. */
export interface SigningCertificate {
  readonly pem: string;
  readonly name: string;
  readonly privateKey: KeyObject;
}

interface Making {
  readonly kind?: 'ec' | 'rsa';
  readonly rsaBits?: number;
  readonly curve?: string;
  readonly notAfter?: string;
  readonly serialNumber?: number;
  /** Has an EC key; without one the certificate signs itself. */
  readonly issuer?: SigningCertificate;
}

export function signingCertificate(name: string, making: Making = {}): SigningCertificate {
  const { kind = 'ec', rsaBits = 2048, curve = 'prime256v1' } = making;
  const { notAfter = '20491231235959Z', serialNumber = 1 } = making;
  const { privateKey, publicKey } =
    kind === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: curve })
      : generateKeyPairSync('rsa', { modulusLength: rsaBits });
  const toBeSigned = sequence(
    tagged(0xa0, integer(2)),
    integer(serialNumber),
    ECDSA_WITH_SHA256,
    commonNameOf(making.issuer?.name ?? name),
    sequence(time('20200101000000Z'), time(notAfter)),
    commonNameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', toBeSigned, making.issuer?.privateKey ?? privateKey);
  return {
    pem: certificatePem(toBeSigned, signature),
    name,
    privateKey,
  };
}

/** As a manufacturer signs an image: ECDSA or RSA-PSS over its SHA-256, Base64. */
export function signatureOf({ privateKey }: SigningCertificate, image: Uint8Array): string {
  if (privateKey.asymmetricKeyType === 'ec') {
    return sign('sha256', image, privateKey).toString('base64');
  }
  const key = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  return sign('sha256', image, key).toString('base64');
}
