import { isIPv6 } from 'node:net';
import type { IdentifiedRequest } from '../auth/identified-request.js';

/** Whom a request counts for: its user, or its API key, or the address it comes from. */
export function clientOf({ caller, ip }: IdentifiedRequest): string {
  if (!caller) return addressOf(ip);
  return caller.key ? `key ${caller.key.id}` : `user ${caller.userId}`;
}

/** An IPv6 customer has a whole /64 to send from, so that is what counts as one address. */
export function addressOf(ip: string): string {
  if (!isIPv6(ip) || ip.startsWith('::ffff:')) return `address ${ip.replace('::ffff:', '')}`;
  const [head = '', tail = ''] = ip.split('::');
  const start = head.split(':').filter(Boolean);
  const end = tail.split(':').filter(Boolean);
  const groups = ip.includes('::')
    ? [...start, ...Array<string>(8 - start.length - end.length).fill('0'), ...end]
    : start;
  return `address ${groups.slice(0, 4).join(':')}::/64`;
}
