import { constants, createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto';

/** What a signing certificate is worth (2.1 part 2, L01.FR.21, .22; 1.6 L01.FR.25). */
export type CertificateCheck =
  /** `publicKey` is its key: SubjectPublicKeyInfo in DER, Base64. */
  | { readonly result: 'valid'; readonly publicKey: string }
  | { readonly result: 'invalid'; readonly problem: string }
  | { readonly result: 'revoked' };

/** Checks where firmware comes from. */
export interface FirmwareVerifier {
  /**
   * @param rootsPem the installed ManufacturerRootCertificates; with none any valid certificate will do
   * @param epochMs now
   */
  checkCertificate(pem: string, rootsPem: readonly string[], epochMs: number): CertificateCheck;
  /** @param signature Base64, over the SHA-256 of the whole image */
  isSignedBy(publicKey: string, image: Uint8Array, signature: string): boolean;
}

/** What a verifier knows beside the roots of the manufacturer. */
export interface FirmwareVerifierOptions {
  /** Serial numbers, hexadecimal, of signing certificates that the manufacturer has revoked. */
  readonly revokedSerialNumbers?: readonly string[];
}

/** RSA-PSS and ECDSA. ECSchnorr, which the standard names for curves, no common library has. */
export function firmwareVerifier({
  revokedSerialNumbers = [],
}: FirmwareVerifierOptions = {}): FirmwareVerifier {
  const revoked = new Set(revokedSerialNumbers.map(normalized));
  return {
    checkCertificate: (pem, rootsPem, epochMs) => {
      const certificate = parse(pem);
      if (certificate === undefined) return { result: 'invalid', problem: 'is no X.509 in PEM' };
      const key = keyOf(certificate);
      if (key === undefined)
        return { result: 'invalid', problem: 'has a key that nobody can read' };
      const problem = problemOf(certificate, key, rootsPem, epochMs);
      if (problem !== undefined) return { result: 'invalid', problem };
      if (revoked.has(normalized(certificate.serialNumber))) return { result: 'revoked' };
      const der = key.export({ type: 'spki', format: 'der' });
      return { result: 'valid', publicKey: der.toString('base64') };
    },
    isSignedBy: (publicKey, image, signature) => {
      const der = Buffer.from(publicKey, 'base64');
      const key = createPublicKey({ key: der, type: 'spki', format: 'der' });
      const bytes = Buffer.from(signature, 'base64');
      if (key.asymmetricKeyType === 'ec') return verify('sha256', image, key, bytes);
      const saltLength = constants.RSA_PSS_SALTLEN_AUTO;
      const padding = constants.RSA_PKCS1_PSS_PADDING;
      return verify('sha256', image, { key, padding, saltLength }, bytes);
    },
  };
}

function parse(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

/** A certificate is read at once, its key when it is asked for: only then it may turn out to be none. */
function keyOf(certificate: X509Certificate): KeyObject | undefined {
  try {
    return certificate.publicKey;
  } catch {
    return undefined;
  }
}

/** X.509 (RFC 5280) and the properties that the standard asks for (A00.FR.501 and following). */
function problemOf(
  certificate: X509Certificate,
  key: KeyObject,
  rootsPem: readonly string[],
  epochMs: number,
): string | undefined {
  if (epochMs < Date.parse(certificate.validFrom)) return 'is not valid yet';
  if (epochMs > Date.parse(certificate.validTo)) return 'has expired';
  if (!isStrong(key)) return 'has a weak key, or one of another kind';
  const roots = rootsPem.flatMap((pem) => parse(pem) ?? []);
  if (rootsPem.length > 0 && !roots.some((root) => isIssuedBy(certificate, root, epochMs))) {
    return 'is not issued by an installed manufacturer root';
  }
  return undefined;
}

function isIssuedBy(certificate: X509Certificate, root: X509Certificate, epochMs: number): boolean {
  const key = keyOf(root);
  return (
    key !== undefined &&
    certificate.checkIssued(root) &&
    certificate.verify(key) &&
    epochMs <= Date.parse(root.validTo)
  );
}

const MIN_RSA_BITS = 2048;

/** Curves of 224 bits and more (A00.FR.503) that are in use; others are too short, or nobody's. */
const CURVES: readonly string[] = [
  'brainpoolP224r1',
  'brainpoolP256r1',
  'brainpoolP320r1',
  'brainpoolP384r1',
  'brainpoolP512r1',
  'prime256v1',
  'secp224r1',
  'secp256k1',
  'secp384r1',
  'secp521r1',
];

function isStrong({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  switch (asymmetricKeyType) {
    case 'rsa':
    case 'rsa-pss':
      return (asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_RSA_BITS;
    case 'ec':
      return CURVES.includes(asymmetricKeyDetails?.namedCurve ?? '');
    default:
      return false;
  }
}

function normalized(serialNumber: string): string {
  return serialNumber.toLowerCase().replace(/^0+/, '');
}
