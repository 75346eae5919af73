import { CommandError } from '../command-error.ts';
import { isPrivateAddress } from './private-addresses.ts';

/** The URL of a system outside; undefined when it is none. */
export function targetOf(url: string): URL | undefined {
  const parsed = URL.parse(url);
  return parsed !== null && /^https?:$/.test(parsed.protocol) ? parsed : undefined;
}

/**
 * Whether the URL itself says that its host is inside the network: by an address, or by a name of this machine (RFC
 * 6761, 6.3). What other names stand for is known only when they are looked up.
 *
 * A URL has its IPv4 address in one form, however it was written: `0x7f.1`, `2130706433` and `127.1.` are 127.0.0.1.
 */
export function isInsideByItself({ hostname }: URL): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (/^[\d.]+$|:/.test(host)) return isPrivateAddress(host);
  return /(^|\.)localhost\.?$/.test(host);
}

/**
 * Refuses early what would be refused at each request.
 *
 * @throws CommandError `invalidValue`
 */
export function requireTarget(url: string, allowPrivate: boolean): void {
  const target = targetOf(url);
  if (target === undefined) throw new CommandError('invalidValue', `${url} is no http(s) address.`);
  if (!allowPrivate && isInsideByItself(target))
    throw new CommandError(
      'invalidValue',
      `${target.hostname} is inside the network. To send there all the same, set allowPrivate.`,
    );
}
