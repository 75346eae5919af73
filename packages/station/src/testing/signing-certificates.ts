import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A certificate and its key, made at test time: just enough DER (X.690) for an X.509 certificate. */
export interface SigningCertificate {
  readonly pem: string;
  readonly name: string;
  readonly privateKey: KeyObject;
}

interface Making {
  readonly kind?: 'ec' | 'rsa';
  readonly rsaBits?: number;
  readonly notAfter?: string;
  readonly serialNumber?: number;
  /** Has an EC key; without one the certificate signs itself. */
  readonly issuer?: SigningCertificate;
}

export function signingCertificate(name: string, making: Making = {}): SigningCertificate {
  const { kind = 'ec', rsaBits = 2048, notAfter = '20491231235959Z', serialNumber = 1 } = making;
  const { privateKey, publicKey } =
    kind === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
      : generateKeyPairSync('rsa', { modulusLength: rsaBits });
  const toBeSigned = sequence(
    tagged(0xa0, integer(2)),
    integer(serialNumber),
    ECDSA_WITH_SHA256,
    commonName(making.issuer?.name ?? name),
    sequence(time('20200101000000Z'), time(notAfter)),
    commonName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', toBeSigned, making.issuer?.privateKey ?? privateKey);
  const der = sequence(toBeSigned, ECDSA_WITH_SHA256, tagged(0x03, Buffer.from([0]), signature));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    pem: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
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

function tagged(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const header =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(header), content]);
}

const sequence = (...contents: readonly Buffer[]): Buffer => tagged(0x30, ...contents);
const integer = (value: number): Buffer => tagged(0x02, Buffer.from([value]));
const objectId = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, 'hex'));
const time = (text: string): Buffer => tagged(0x18, Buffer.from(text));

const commonName = (name: string): Buffer =>
  sequence(tagged(0x31, sequence(objectId('550403'), tagged(0x0c, Buffer.from(name)))));

/** 1.2.840.10045.4.3.2 */
const ECDSA_WITH_SHA256 = sequence(objectId('2a8648ce3d040302'));
