import type { Ocpp21 } from '@northbound/protocol';

/** One reading of a record of the Open Charge Metering Format. */
export interface OcmfReading {
  /** RFC 3339 in UTC. */
  readonly timestamp: string;
  readonly registerWh: number;
  readonly isDc: boolean;
  /** Begin, during, end of a transaction, or none. */
  readonly role: 'B' | 'C' | 'E' | undefined;
}

interface OcmfContent {
  readonly gatewayModel: string;
  readonly gatewaySerial: string;
  readonly gatewayVersion: string;
  readonly meterVendor: string;
  readonly meterModel: string;
  readonly meterSerial: string;
  readonly pagination: number;
  readonly idToken: Ocpp21.IdTokenType | undefined;
  readonly readings: readonly OcmfReading[];
}

/** OBIS: imported active energy, total. */
const REGISTER_OBIS = '1-b:1.8.0';

/** `IT`: how the user is identified; what the format does not know is CENTRAL. */
const IDENTIFICATION_TYPES: Readonly<Record<string, string>> = {
  eMAID: 'EMAID',
  EVCCID: 'EVCCID',
  ISO14443: 'ISO14443',
  ISO15693: 'ISO15693',
  KeyCode: 'KEY_CODE',
  Local: 'LOCAL',
  NoAuthorization: 'NONE',
};

/** The part of a record that is signed, as text: the signature counts every byte. */
export function ocmfPayload(content: OcmfContent): string {
  const { idToken } = content;
  return JSON.stringify({
    FV: '1.0',
    GI: content.gatewayModel,
    GS: content.gatewaySerial,
    GV: content.gatewayVersion,
    PG: `T${content.pagination}`,
    MV: content.meterVendor,
    MM: content.meterModel,
    MS: content.meterSerial,
    IS: idToken !== undefined,
    IT: idToken === undefined ? 'NONE' : (IDENTIFICATION_TYPES[idToken.type] ?? 'CENTRAL'),
    ...(idToken !== undefined && { ID: idToken.idToken }),
    RD: content.readings.map(({ timestamp, registerWh, isDc, role }) => ({
      TM: `${timestamp.slice(0, -1).replace('.', ',')}+0000 ${clockStatus(timestamp)}`,
      ...(role !== undefined && { TX: role }),
      RV: Math.round(registerWh) / 1000,
      RI: REGISTER_OBIS,
      RU: 'kWh',
      RT: isDc ? 'DC' : 'AC',
      ST: 'G',
    })),
  });
}

/** S: set by the CSMS; U: nobody has told the time yet. */
function clockStatus(timestamp: string): 'S' | 'U' {
  return timestamp < '2020' ? 'U' : 'S';
}

export function ocmfRecord(payload: string, method: string, signature: Uint8Array): string {
  const [, curve = '', hash = ''] = method.split('-');
  const algorithm = `ECDSA-${curve}-${hash}`;
  const SD = Buffer.from(signature).toString('hex');
  return `OCMF|${payload}|${JSON.stringify({ SA: algorithm, SD })}`;
}
