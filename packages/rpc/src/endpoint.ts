import type { DialTarget } from './ports.ts';

/**
 * A reader of URLs leaves out control characters anywhere and spaces around; in the midst of a longer text, as with an
 * identity behind them, they would stay.
 */
const WITHOUT_SPACES = /^wss?:\/\/[^\s\p{Cc}#]+$/iu;

/** Whether a WebSocket can be opened there: `ws:` or `wss:`, without a fragment (RFC 6455, 3), and without spaces. */
export function isEndpoint(text: string): boolean {
  return WITHOUT_SPACES.test(text) && URL.canParse(text);
}

/** The CSMS's endpoint for one station (2.1 part 4, 3.1): its identity ends the path, a query stays behind it. */
export function endpointOf({ url, identity }: Pick<DialTarget, 'url' | 'identity'>): string {
  const [, path = '', query = ''] = /^([^?]*)(.*)$/s.exec(url) ?? [];
  return `${path.replace(/\/+$/, '')}/${encodeURIComponent(identity)}${query}`;
}
