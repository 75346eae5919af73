import type { Ocpp21 } from '@northbound/protocol';

/** Whose certificate is asked for. */
export interface CertificateSubject {
  /** The station's serial number (2.1 part 2, certificate properties). */
  readonly commonName: string;
  /** The operator; empty for none. */
  readonly organizationName: string;
}

/** A new pair of keys with the request for its certificate. */
export interface CertificateRequest {
  /** PKCS#10 in PEM. */
  readonly csr: string;
  /** PKCS#8 in PEM; it never leaves the station. */
  readonly privateKey: string;
}

/** What a signed certificate is checked against (A02.FR.06). */
export interface ExpectedCertificate {
  readonly privateKey: string;
  readonly commonName: string;
  /** The installed CSMSRootCertificates: the operator's hierarchy. */
  readonly roots: readonly string[];
  /** Now. */
  readonly epochMs: number;
}

/** Keys and X.509, as software or in a secure element. Without this port certificates are not managed. */
export interface CertificateTools {
  request(subject: CertificateSubject): Promise<CertificateRequest>;
  /**
   * Why a chain, leaf first, is not the station's certificate; undefined when it is.
   * @param chain PEM, as it came over the wire
   */
  chainProblem(chain: string, expected: ExpectedCertificate): Promise<string | undefined>;
  /** Why a text is no certificate to trust now; undefined when it is. */
  rootProblem(pem: string, epochMs: number): Promise<string | undefined>;
  /** Whether a certificate is signed by another one; both PEM. */
  isIssuedBy(pem: string, issuer: string): Promise<boolean>;
  /**
   * How OCPP names a certificate, with SHA-256.
   * @param issuers where its issuer may be; a certificate that has none there is its own
   */
  hashData(pem: string, issuers: readonly string[]): Promise<Ocpp21.CertificateHashDataType>;
  /** When the first certificate of a chain expires, epoch milliseconds. */
  expiryMs(chain: string): Promise<number>;
}
