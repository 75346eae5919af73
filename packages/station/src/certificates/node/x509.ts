import 'reflect-metadata';
import { createPrivateKey, createPublicKey, webcrypto } from 'node:crypto';
import type { Ocpp21 } from '@northbound/protocol';
import {
  BasicConstraintsExtension,
  cryptoProvider,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  Pkcs10CertificateRequestGenerator,
  X509Certificate,
} from '@peculiar/x509';
import type { CertificateRequest, CertificateSubject, ExpectedCertificate } from '../tools.ts';

cryptoProvider.set(webcrypto);

/** The curve and the hash of all that the standard's cipher suites with ECDSA can use. */
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Of two sub-CAs; longer chains are no chains of OCPP (2.1 part 2, certificate hierarchy). */
const MAX_ISSUERS = 4;
const MIN_RSA_BITS = 2048;
/** A00.FR.508: secp224r1 or better. */
const CURVES = ['P-256', 'P-384', 'P-521'];

/** No PEM, no DER, or algorithms that nobody here knows: the library throws late for some of them. */
const UNREADABLE = 'is no X.509 in PEM that can be read';

/** See `CertificateTools`, here and below. */
export async function request({
  commonName,
  organizationName,
}: CertificateSubject): Promise<CertificateRequest> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const csr = await Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [commonName] }, ...(organizationName === '' ? [] : [{ O: [organizationName] }])],
    keys,
    signingAlgorithm: ALGORITHM,
  });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    csr: csr.toString('pem'),
    privateKey: PemConverter.encode(pkcs8, PemConverter.PrivateKeyTag),
  };
}

export async function chainProblem(
  chain: string,
  expected: ExpectedCertificate,
): Promise<string | undefined> {
  const [leaf, ...issuers] = parse(chain) ?? [];
  if (leaf === undefined) return UNREADABLE;
  try {
    return (
      propertyProblem(leaf, expected) ??
      (await pathProblem(leaf, issuers, parseAll(expected.roots), expected.epochMs))
    );
  } catch {
    return UNREADABLE;
  }
}

export function rootProblem(pem: string, epochMs: number): string | undefined {
  const [certificate, ...others] = parse(pem) ?? [];
  if (certificate === undefined) return UNREADABLE;
  if (others.length > 0) return 'is more than one certificate';
  try {
    // What is installed is named by the hash of this: a name that cannot be written out again has none.
    certificate.issuerName.toArrayBuffer();
    return dateProblem(certificate, epochMs) ?? strengthProblem(certificate);
  } catch {
    return UNREADABLE;
  }
}

export async function isIssuedBy(pem: string, issuer: string): Promise<boolean> {
  const [certificate] = parse(pem) ?? [];
  return (
    certificate !== undefined && (await issuerOf(certificate, parseAll([issuer]))) !== undefined
  );
}

export async function hashData(
  pem: string,
  issuers: readonly string[],
): Promise<Ocpp21.CertificateHashDataType> {
  const [certificate] = parse(pem) ?? [];
  if (certificate === undefined) throw new TypeError('The text is no X.509 in PEM.');
  const issuer = (await issuerOf(certificate, parseAll(issuers))) ?? certificate;
  const name = await webcrypto.subtle.digest('SHA-256', certificate.issuerName.toArrayBuffer());
  const key = await issuer.publicKey.getKeyIdentifier('SHA-256');
  return {
    hashAlgorithm: 'SHA256',
    issuerNameHash: hex(name),
    issuerKeyHash: hex(key),
    serialNumber: certificate.serialNumber.replace(/^0+(?=.)/, ''),
  };
}

export function expiryMs(chain: string): number {
  return parse(chain)?.[0]?.notAfter.getTime() ?? 0;
}

/** The certificates of a text in PEM, or undefined. */
function parse(pem: string): X509Certificate[] | undefined {
  try {
    return PemConverter.decode(pem).map((der) => new X509Certificate(der));
  } catch {
    return undefined;
  }
}

function parseAll(pems: readonly string[]): X509Certificate[] {
  return pems.flatMap((pem) => parse(pem) ?? []);
}

/** A02.FR.06, the certificate properties: whose it is, for which key, and how strong. */
function propertyProblem(
  leaf: X509Certificate,
  { privateKey, commonName }: ExpectedCertificate,
): string | undefined {
  const names = leaf.subjectName.getField('CN');
  if (!names.includes(commonName)) return `is for ${names.join()}, not for ${commonName}`;
  const spki = createPublicKey(createPrivateKey(privateKey)).export({
    type: 'spki',
    format: 'der',
  });
  if (!spki.equals(Buffer.from(leaf.publicKey.rawData))) return 'is for another key';
  return strengthProblem(leaf);
}

function strengthProblem({ publicKey, signatureAlgorithm }: X509Certificate): string | undefined {
  const { algorithm } = publicKey;
  const isStrong =
    'modulusLength' in algorithm
      ? Number(algorithm.modulusLength) >= MIN_RSA_BITS
      : 'namedCurve' in algorithm && CURVES.includes(String(algorithm.namedCurve));
  if (!isStrong) return 'has a weak key, or one of another kind';
  const { name: hash } = signatureAlgorithm.hash;
  return /^SHA-(256|384|512)$/.test(hash) ? undefined : `is signed over ${hash}`;
}

function dateProblem(
  { notBefore, notAfter }: X509Certificate,
  epochMs: number,
): string | undefined {
  if (epochMs < notBefore.getTime()) return 'is not valid yet';
  return epochMs > notAfter.getTime() ? 'has expired' : undefined;
}

/** RFC 5280, 6.1, as far as OCPP's hierarchies go: names, signatures and dates up to an installed root. */
async function pathProblem(
  leaf: X509Certificate,
  issuers: readonly X509Certificate[],
  roots: readonly X509Certificate[],
  epochMs: number,
): Promise<string | undefined> {
  let certificate = leaf;
  for (let depth = 0; depth < MAX_ISSUERS; depth++) {
    const problem = dateProblem(certificate, epochMs);
    if (problem !== undefined) return problem;
    const root = await issuerOf(certificate, roots);
    if (root !== undefined) return dateProblem(root, epochMs);
    // Only who may issue certificates does: another station's signature is worth nothing.
    const issuer = await issuerOf(certificate, issuers.filter(isAuthority));
    if (issuer === undefined || issuer === certificate) break;
    certificate = issuer;
  }
  return 'does not lead to an installed root';
}

async function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): Promise<boolean> {
  try {
    // Its key is read here and not before: only then it may turn out to be none.
    const { publicKey } = issuer;
    return await certificate.verify({ publicKey, signatureOnly: true });
  } catch {
    return false;
  }
}

/** Basic constraints and, where it is limited, the use of the key (RFC 5280, 4.2.1.9 and 4.2.1.3). */
function isAuthority(certificate: X509Certificate): boolean {
  const usage = certificate.getExtension(KeyUsagesExtension)?.usages;
  const maySign = usage === undefined || (usage & KeyUsageFlags.keyCertSign) !== 0;
  return maySign && certificate.getExtension(BasicConstraintsExtension)?.ca === true;
}

async function issuerOf(
  certificate: X509Certificate,
  candidates: readonly X509Certificate[],
): Promise<X509Certificate | undefined> {
  for (const candidate of candidates) {
    if (candidate.subject !== certificate.issuer) continue;
    if (await isSignedBy(certificate, candidate)) return candidate;
  }
  return undefined;
}

function hex(bytes: ArrayBuffer): string {
  return Buffer.from(bytes).toString('hex');
}
