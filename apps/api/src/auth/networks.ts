import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Tells of an address whether it is in one of these networks (CIDR). */
export function within(networks: string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    list.addSubnet(address, Number(prefix), isIPv4(address) ? 'ipv4' : 'ipv6');
  }
  return (address) => {
    // A server that listens to both kinds sees an IPv4 address mapped into an IPv6 one.
    const plain = address.replace(/^::ffff:(?=[\d.]+$)/i, '');
    // A proxy may forward something else than an address, which is in no network.
    if (!isIPv4(plain) && !isIPv6(plain)) return false;
    return list.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6');
  };
}
