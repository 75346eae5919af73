import type { Ocpp21 } from '@northbound/protocol';
import type { ToldView } from '../notices/views.ts';
import type { Timestamp } from '../views.ts';

/** What identifies a certificate (2.1 part 2, CertificateHashDataType). */
export interface CertificateHashView {
  readonly hashAlgorithm: Ocpp21.HashAlgorithmEnumType;
  readonly issuerNameHash: string;
  readonly issuerKeyHash: string;
  readonly serialNumber: string;
}

export interface InstalledCertificateView extends CertificateHashView {
  /** Of a chain: those below it. */
  readonly children?: readonly CertificateHashView[];
}

/** What a station said last that it holds of one type (2.1 part 2, M03). */
export interface InstalledCertificatesView {
  readonly certificateType: Ocpp21.GetCertificateIdUseEnumType;
  readonly reportedAt: Timestamp;
  /** Empty when it said that it has none. */
  readonly certificates: readonly InstalledCertificateView[];
}

/** A certificate that a station asked to be signed (2.1 part 2, A02 and A03). */
export interface SigningRequestView extends ToldView {
  /** PKCS #10 in PEM. */
  readonly csr: string;
  readonly certificateType: Ocpp21.CertificateSigningUseEnumType;
  readonly requestId?: number;
}
