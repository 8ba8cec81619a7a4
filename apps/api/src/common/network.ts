import { isIPv4, isIPv6 } from 'node:net';

/**
 * Whether it is a network in CIDR notation as everyone writes it: IPv6 as in RFC 5952, no address bit set behind the prefix, and no
 * IPv4 network dressed as IPv6. Written in one way only, it can be read in one way only.
 */
export function isNetwork(text: string): boolean {
  const [, address, digits] = /^([0-9a-f.:]{2,39})\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  if (!address) return false;
  const size = isIPv4(address) ? 32 : 128;
  const prefix = Number(digits);
  const bits = isIPv4(address) ? bitsOfIPv4(address) : bitsOfIPv6(address);
  return bits !== undefined && prefix <= size && (bits & ((1n << BigInt(size - prefix)) - 1n)) === 0n;
}

const bitsOfIPv4 = (address: string) => address.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);

function bitsOfIPv6(address: string): bigint | undefined {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return undefined;
  // The URL's parser writes an address as RFC 5952 does.
  if (new URL(`http://[${address}]`).hostname !== `[${address}]`) return undefined;
  const [head, tail] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const groups = tail ? [...head!, ...Array<string>(8 - head!.length - tail.length).fill('0'), ...tail] : head!;
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}
