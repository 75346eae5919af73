import type { DialTarget } from './ports.ts';

/** Whether a WebSocket can be opened there: `ws:` or `wss:`, without a fragment (RFC 6455, 3). */
export function isEndpoint(text: string): boolean {
  return /^wss?:$/.test(URL.parse(text)?.protocol ?? '') && !text.includes('#');
}

/** The CSMS's endpoint for one station (2.1 part 4, 3.1): its identity ends the path, a query stays behind it. */
export function endpointOf({ url, identity }: Pick<DialTarget, 'url' | 'identity'>): string {
  const [, path = '', query = ''] = /^([^?]*)(.*)$/s.exec(url) ?? [];
  return `${path.replace(/\/+$/, '')}/${encodeURIComponent(identity)}${query}`;
}
