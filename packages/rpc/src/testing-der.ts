/**
 * Just enough DER (X.690) for tests to make X.509 certificates at test time, by nothing but Node.
 * Not for use outside tests.
 */
export function tagged(tag: number, ...contents: readonly Buffer[]): Buffer {
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

export const sequence = (...contents: readonly Buffer[]): Buffer => tagged(0x30, ...contents);
export const integer = (value: number): Buffer => tagged(0x02, Buffer.from([value]));
export const objectId = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, 'hex'));
export const octetString = (content: Buffer): Buffer => tagged(0x04, content);
export const time = (text: string): Buffer => tagged(0x18, Buffer.from(text));
const bitString = (content: Buffer): Buffer => tagged(0x03, Buffer.from([0]), content);

/** A distinguished name of a common name. */
export const commonNameOf = (name: string): Buffer =>
  sequence(tagged(0x31, sequence(objectId('550403'), tagged(0x0c, Buffer.from(name)))));

/** 1.2.840.10045.4.3.2 */
export const ECDSA_WITH_SHA256 = sequence(objectId('2a8648ce3d040302'));

/** The certificate of its signed part and an ECDSA signature over that. */
export function certificatePem(toBeSigned: Buffer, signature: Buffer): string {
  const der = sequence(toBeSigned, ECDSA_WITH_SHA256, bitString(signature));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
