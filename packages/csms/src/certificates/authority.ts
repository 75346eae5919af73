import type { Ocpp21 } from '@northbound/protocol';

export type CertificateUse = Ocpp21.CertificateSigningUseEnumType;

/** What a station asked for. */
export interface SigningRequest {
  readonly stationId: string;
  readonly certificateType: CertificateUse;
  /** Of the root whose authority it is for, where V2G has several (2.1 part 2, A02.FR.27). */
  readonly hashRootCertificate?: Ocpp21.CertificateHashDataType;
  /** PKCS #10 in PEM, as the station sent it: not looked at yet. */
  readonly csr: string;
}

/** The chain, leaf first, in PEM; or why there is none, and will be none. */
export type Signed = { readonly certificateChain: string } | { readonly refusedBecause: string };

/** Who signs the certificates of stations: a service of the operator's, or a hierarchy of the CSMS's own. */
export interface CertificateAuthority {
  /** What it signs; a request for anything else is answered with Rejected. */
  readonly signs: ReadonlySet<CertificateUse>;
  /**
   * Checks a request and signs it. It may take its time, and is asked again when it throws, or when the CSMS died
   * before the chain was on its way: two answers to one request are in order, a station uses the first.
   */
  sign(request: SigningRequest): Promise<Signed>;
}

/** Signs nothing. */
export const NO_AUTHORITY: CertificateAuthority = {
  signs: new Set(),
  sign: async () => ({ refusedBecause: 'No certificate authority is connected to this CSMS.' }),
};
