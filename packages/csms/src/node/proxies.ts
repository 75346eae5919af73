import { isIP } from 'node:net';

const prefixes = { 4: 32, 6: 128 } as const;

/**
 * Checks addresses and networks (`10.0.0.5`, `192.168.0.0/16`, `fd00::/8`) of reverse proxies at the start: the API that
 * uses them is loaded later, when nobody looks any more.
 *
 * @throws RangeError that names the wrong one
 */
export function checkProxies(proxies: readonly string[]): readonly string[] {
  for (const proxy of proxies) {
    const [address = '', prefix, ...rest] = proxy.split('/');
    const family = isIP(address);
    const isRight =
      (family === 4 || family === 6) &&
      rest.length === 0 &&
      (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= prefixes[family]));
    if (!isRight) throw new RangeError(`"${proxy}" is no address or network of a proxy.`);
  }
  return proxies;
}
