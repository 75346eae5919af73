/** The versions of OCPP that Northbound speaks; 1.6 means 1.6J, with the security extension. */
export type Version = '1.6' | '2.0.1' | '2.1';

/** Who stands at an end of the wire. */
export type Role = 'ChargingStation' | 'CSMS';

/** Names of the WebSocket sub-protocols as IANA registers them. */
export type Subprotocol = 'ocpp1.6' | 'ocpp2.0.1' | 'ocpp2.1';

/** Oldest first. */
export const VERSIONS: readonly Version[] = ['1.6', '2.0.1', '2.1'];

/** The sub-protocol by which a WebSocket says that it speaks a version (1.6-J 3; 2.1 part 4, 3). */
export const SUBPROTOCOLS: Readonly<Record<Version, Subprotocol>> = {
  '1.6': 'ocpp1.6',
  '2.0.1': 'ocpp2.0.1',
  '2.1': 'ocpp2.1',
};

/** The version that a sub-protocol name stands for; names are compared with their case, as RFC 6455 has it. */
export function versionOf(subprotocol: string): Version | undefined {
  return VERSIONS.find((version) => SUBPROTOCOLS[version] === subprotocol);
}

/** Who stands at the other end. */
export function peerOf(role: Role): Role {
  return role === 'CSMS' ? 'ChargingStation' : 'CSMS';
}
