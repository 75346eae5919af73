/** The servers that are measured, by the name they have in the tables. */
export const SERVERS = {
  'raw ws': new URL('../servers/raw.ts', import.meta.url),
  northbound: new URL('../servers/northbound.ts', import.meta.url),
  'ocpp-rpc': new URL('../servers/ocpp-rpc.ts', import.meta.url),
  'ocpp-ws-io': new URL('../servers/ocpp-ws-io.ts', import.meta.url),
} as const;

export type ServerName = keyof typeof SERVERS;
