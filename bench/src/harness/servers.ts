const program = (name: string): URL => new URL(`../servers/${name}.ts`, import.meta.url);

/** The servers that are measured, by the name they have in the tables. */
export const SERVERS = {
  'raw ws': program('raw'),
  northbound: program('northbound'),
  'ocpp-rpc': program('ocpp-rpc'),
  'ocpp-ws-io': program('ocpp-ws-io'),
} as const;

export type ServerName = keyof typeof SERVERS;

/** What we compare ourselves with may be missing from a machine; what we measure may not. */
export function mayBeMissing(name: ServerName): boolean {
  return name === 'ocpp-rpc' || name === 'ocpp-ws-io';
}
