import type { Ocpp16, Ocpp21 } from '@northbound/protocol';

/** 1.6 does not say what kind of token an idTag is; RFID cards are what its readers read. */
const TYPE = 'ISO14443';

/** `IdToken` (1.6 edition 2, 7.28). */
const LONGEST_ID_TAG = 20;

/** Whether 1.6 has a field for it. */
export function isIdTag({ idToken }: Ocpp21.IdTokenType): boolean {
  return idToken.length <= LONGEST_ID_TAG;
}

export function idTokenOf(idTag: string): Ocpp21.IdTokenType {
  return { idToken: idTag, type: TYPE };
}

export function idTokenInfo({
  status,
  expiryDate,
  parentIdTag,
}: Ocpp16.IdTagInfo): Ocpp21.IdTokenInfoType {
  return {
    status,
    ...(expiryDate !== undefined && { cacheExpiryDateTime: expiryDate }),
    ...(parentIdTag !== undefined && { groupIdToken: idTokenOf(parentIdTag) }),
  };
}
