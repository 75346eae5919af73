import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import type { Origin } from '@northbound/rpc';

const prefixes = { 4: 32, 6: 128 } as const;

/**
 * Who a station's handshake comes from: what a proxy that is trusted says in `X-Forwarded-For` and `X-Forwarded-Proto`,
 * as the API reads them too. Anybody else may write there what they like.
 *
 * @param proxies addresses and networks: `10.0.0.5`, `192.168.0.0/16`, `fd00::/8`
 * @throws RangeError that names the wrong one: at the start, for the API that uses them too is loaded later, when nobody
 *   looks any more
 */
export function originBehind(proxies: readonly string[]) {
  const nets = netsOf(proxies);
  const isTrusted = (address: string) => {
    const family = isIP(address);
    return family !== 0 && nets.check(address, family === 6 ? 'ipv6' : 'ipv4');
  };
  return ({ headers }: IncomingMessage, direct: Origin): Origin => {
    if (!isTrusted(direct.remoteAddress)) return direct;
    const protocol = lastOf(headers['x-forwarded-proto']);
    return {
      remoteAddress: clientOf(listIn(headers['x-forwarded-for']), direct.remoteAddress, isTrusted),
      secure: protocol === undefined ? direct.secure : protocol === 'https' || protocol === 'wss',
    };
  };
}

/** The nearest hop that nobody vouches for: what stands before it anybody can make up. */
function clientOf(
  hops: readonly string[],
  proxy: string,
  isTrusted: (address: string) => boolean,
): string {
  let nearest = proxy;
  for (const hop of hops.toReversed()) {
    if (isIP(hop) === 0) return nearest;
    nearest = hop;
    if (!isTrusted(hop)) return hop;
  }
  return nearest;
}

function lastOf(header: string | string[] | undefined): string | undefined {
  return listIn(header).at(-1)?.toLowerCase();
}

function listIn(header: string | string[] | undefined): readonly string[] {
  return [header ?? []]
    .flat()
    .flatMap((value) => value.split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function netsOf(proxies: readonly string[]): BlockList {
  const nets = new BlockList();
  for (const proxy of proxies) {
    const [address = '', prefix, ...rest] = proxy.split('/');
    const family = isIP(address);
    const isRight =
      (family === 4 || family === 6) &&
      rest.length === 0 &&
      (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= prefixes[family]));
    if (!isRight) throw new RangeError(`"${proxy}" is no address or network of a proxy.`);
    nets.addSubnet(address, Number(prefix ?? prefixes[family]), `ipv${family}`);
  }
  return nets;
}
