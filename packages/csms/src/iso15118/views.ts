import type { Ocpp21 } from '@northbound/protocol';
import type { ToldView } from '../notices/views.ts';

/** A vehicle that wants contract certificates (2.1 part 2, M01 and M02). */
export interface ContractCertificateRequestView extends ToldView {
  readonly action: Ocpp21.CertificateActionEnumType;
  readonly iso15118SchemaVersion: string;
  /** Of the vehicle, EXI in Base64. */
  readonly exiRequest: string;
  readonly maximumContractCertificateChains?: number;
  readonly prioritizedEMAIDs?: readonly string[];
}
