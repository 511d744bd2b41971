import { BlockList, isIPv6 } from 'node:net';

/** Addresses that are no visitor's own (RFC 6890): behind them may be a proxy, and behind that, everybody. */
const SHARED = new BlockList();
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  SHARED.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  SHARED.addSubnet(network, prefix, 'ipv6');
}

/** Whether many visitors may come from this address. */
export function isShared(address: string): boolean {
  return SHARED.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
}

/** An IPv4 address, also as a socket for both kinds tells it, and with the port that some proxies add. */
const IPV4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)(?::\d+)?$/i;

/** All whose proxy names them by something that is no address: it might name one visitor in endless ways. */
const UNKNOWN = 'unknown';

/**
 * Who an address stands for: an IPv4 address for itself, an IPv6 address for its network of 64 bits, which is the least
 * that anybody is given (RFC 6177): whoever has one has all of its addresses.
 */
export function ownerOf(address: string): string {
  const ipv4 = IPV4.exec(address)?.[1];
  if (ipv4 !== undefined) return ipv4;
  if (!isIPv6(address)) return UNKNOWN;
  const [head = '', tail] = withoutZone(address).split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  // What `::` leaves out.
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - rest.length);
  const all = [...groups, ...Array<string>(zeros).fill('0'), ...rest];
  return `${all.slice(0, 4).map(canonical).join(':')}::/64`;
}

function canonical(group: string): string {
  return Number.parseInt(group, 16).toString(16);
}

function withoutZone(address: string): string {
  return address.split('%', 1)[0] ?? address;
}
