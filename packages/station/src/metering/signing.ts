import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { type OcmfReading, ocmfPayload, ocmfRecord } from './ocmf.ts';

/** A meter that signs, or what stands for one. */
export interface MeterSigner {
  /** `SigningMethodEnumStringType`: `ECDSA-secp256r1-SHA256`. */
  readonly method: string;
  /** SubjectPublicKeyInfo, DER, in hexadecimal: what is printed on the meter. */
  readonly publicKey: string;
  /** @returns the signature, DER @throws where it cannot sign now */
  sign(data: Uint8Array): Uint8Array;
}

const PAGINATION = 'meter:pagination:';

/** Signed meter values (2.1 part 2, 3.1; OCA, signed meter values). */
export class Signing {
  readonly #core: Core;
  readonly #signer: MeterSigner;

  constructor(core: Core, signer: MeterSigner) {
    this.#core = core;
    this.#signer = signer;
  }

  /** As FiscalMetering.PublicKey and `publicKey` write it (J02.FR.23). */
  get publicKey(): string {
    return `oca:base16:asn1:${this.#signer.publicKey}`;
  }

  /**
   * Signs readings of one EVSE as one record, with a number that no other record of it has.
   * @returns undefined where the meter does not sign: a value without a signature is better than none
   */
  sign(
    evseId: number,
    readings: readonly OcmfReading[],
    idToken: Ocpp21.IdTokenType | undefined,
  ): string | undefined {
    const { config, firmwareVersion } = this.#core;
    const payload = ocmfPayload({
      gatewayModel: config.model,
      gatewaySerial: config.serialNumber ?? config.identity,
      gatewayVersion: firmwareVersion ?? '',
      meterVendor: config.vendor,
      meterModel: config.model,
      meterSerial: `${config.serialNumber ?? config.identity}-${evseId}`,
      pagination: this.#nextPagination(evseId),
      idToken,
      readings,
    });
    const signature = this.#signatureOf(payload);
    return signature && ocmfRecord(payload, this.#signer.method, signature);
  }

  #signatureOf(payload: string): Uint8Array | undefined {
    try {
      return this.#signer.sign(Buffer.from(payload));
    } catch {
      return undefined;
    }
  }

  /** @param tellsKey whether the key is sent along */
  signedMeterValue(record: string, tellsKey: boolean): Ocpp21.SignedMeterValueType {
    return {
      signedMeterData: Buffer.from(record).toString('base64'),
      signingMethod: this.#signer.method,
      encodingMethod: 'OCMF',
      ...(tellsKey && { publicKey: Buffer.from(this.publicKey).toString('base64') }),
    };
  }

  /** Whether the key goes with a value (OCPPCommCtrlr.PublicKeyWithSignedMeterValue). */
  tellsKey(alreadyTold: boolean): boolean {
    switch (this.#core.variables.text(VARIABLE.publicKeyWithSignedMeterValue)) {
      case 'EveryMeterValue':
        return true;
      case 'OncePerTransaction':
        return !alreadyTold;
      default:
        return false;
    }
  }

  #nextPagination(evseId: number): number {
    const { values } = this.#core.storage;
    const next = Number(values.get(PAGINATION + evseId) ?? 0) + 1;
    values.keep(PAGINATION + evseId, String(next));
    return next;
  }
}
