import { VERSIONS } from '@northbound/protocol';
import type { FleetStation } from '@northbound/world';

/** Stations of every version, the same number of each: `CS-16-1`, `CS-201-1`, `CS-21-1`, … */
export function demoStations(ofEachVersion: number): FleetStation[] {
  return VERSIONS.flatMap((version) =>
    Array.from({ length: ofEachVersion }, (_, index) => ({
      identity: `CS-${version.replaceAll('.', '')}-${index + 1}`,
      versions: [version],
    })),
  );
}

export interface Welcome {
  readonly url: string;
  readonly key: string;
  readonly databaseFile: string;
  readonly stations: readonly FleetStation[];
  readonly tokens: readonly string[];
  /** The port that was asked for and is taken. */
  readonly takenPort: number | undefined;
}

/** What a demo says when it is ready. */
export function welcomeText(welcome: Welcome): string {
  const { url, key, databaseFile, stations, tokens, takenPort } = welcome;
  const endpoint = `${url.replace(/^http/, 'ws')}/ocpp`;
  const names = stations.map(({ identity }) => identity);
  const listed = names.length > 12 ? [...names.slice(0, 12), '…'] : names;
  const [token = 'TOKEN'] = tokens;
  const taken =
    takenPort === undefined
      ? ''
      : `Port ${takenPort} is taken by another program; this demo uses another.\n`;
  return `${taken}
  Northbound runs.

  Console    ${url}/#key=${key}
  Stations   ${endpoint}/{identity}    any identity, OCPP 1.6, 2.0.1 or 2.1
  API        ${url}/api/v1/docs    Authorization: Bearer ${key}
  Data       ${databaseFile}    (--fresh forgets it)

  ${names.length} stations charge vehicles: ${listed.join(', ')}
  Tokens the CSMS knows: ${tokens.join(', ')}

  Next
    npx northbound station ${endpoint} --id MINE --ocpp 2.1
        then type: plug, swipe ${token}, status, unplug
    curl -H 'Authorization: Bearer ${key}' '${url}/api/v1/transactions?active=true'
    npx northbound explain '[2,"1","Heartbeat",{"now":true}]'

  Ctrl+C ends it.
`;
}
