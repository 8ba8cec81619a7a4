import { readFileSync } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import type { RateWindow } from './config.js';
import { withPassword } from './driver-password.js';

/* What a setting's text means; each throws what is wrong with it, to be read after the setting's name. */

export const list = (value: string) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

export function text(value: string): string {
  if (!/^[\w.:-]{1,253}$/.test(value)) throw new Error('must be an address or a host name');
  return value;
}

export function integer(value: string, least: number, most: number): number {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
  if (!(number >= least && number <= most)) throw new Error(`must be a whole number from ${least} to ${most}`);
  return number;
}

export function oneOf<const T extends string>(value: string, ...allowed: T[]): T {
  if (!allowed.includes(value as T)) throw new Error(`must be one of ${allowed.join(', ')}`);
  return value as T;
}

/** A secret that the container's platform has put into a file. */
export function contentOf(path: string | undefined, name: string): string | undefined {
  if (!path) return undefined;
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    // What was meant to be a path may be the secret itself.
    throw new Error(`can't be read from the file that ${name} names`);
  }
}

/** The message never repeats the value: a connection URL holds a password. */
export function databaseUrl(value: string | undefined, password?: string): string | undefined {
  if (value === undefined) return undefined;
  const protocol = URL.canParse(value) ? new URL(value).protocol : '';
  if (!['postgres:', 'postgresql:'].includes(protocol))
    throw new Error('must be a URL like postgresql://user:password@host:5432/database');
  return password ? withPassword(new URL(value), password) : value;
}

/** The message never repeats the value: it may hold a password. */
export function smtpUrl(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const plain = url && ['', '/'].includes(url.pathname) && !url.search && !url.hash && url.hostname;
  if (!plain || !['smtp:', 'smtps:'].includes(url.protocol) || !isDecodable(url.username + url.password))
    throw new Error('must be a URL like smtps://user:password@host:465, with what means something in a URL as %XX');
  return value;
}

function isDecodable(encoded: string): boolean {
  try {
    return decodeURIComponent(encoded) !== undefined;
  } catch {
    return false;
  }
}

/** `Name <address>`, or the address alone. */
export function mailFrom(value: string): { name: string; address: string } {
  if (!value) throw new Error('is required in production');
  const [, name = '', address = ''] =
    /^(?:([^<>@",;\u0000-\u001f\u007f]{1,100}) )?<?([\w.+-]{1,64}@[\w.-]{1,189})>?$/.exec(value) ?? [];
  if (!address || value !== (name ? `${name} <${address}>` : address))
    throw new Error('must be an address like Northwood School <homeroom@school.example>');
  return { name, address };
}

export function httpUrl(value: string): string {
  if (!value) throw new Error('is required in production');
  const url = URL.canParse(value) ? new URL(value) : undefined;
  // Links and names are made from it by appending, so it may hold nothing that ends a path, nor a login.
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || /[?#]/.test(value))
    throw new Error('must be an http or https URL without a user, a query or a fragment');
  return url.href.replace(/\/+$/, '');
}

export function origin(value: string): string {
  if (!URL.canParse(value) || new URL(value).origin !== value)
    throw new Error(`'${value}' is not an origin like https://school.example`);
  return value;
}

export function proxies(value: string): number | string[] {
  if (/^\d+$/.test(value)) return integer(value, 0, 10);
  for (const block of list(value)) {
    const [address = '', prefix] = block.split('/');
    if (!isIP(address)) throw new Error(`'${block}' is neither a count of proxies nor a CIDR block`);
    if (prefix !== undefined && !/^[1-9]\d{0,2}$/.test(prefix)) throw new Error(`'${block}' is no CIDR block`);
    new BlockList().addSubnet(
      address,
      Number(prefix ?? (isIP(address) === 4 ? 32 : 128)),
      isIP(address) === 4 ? 'ipv4' : 'ipv6',
    );
  }
  return list(value);
}

const unitSeconds = { s: 1, m: 60, h: 3_600, d: 86_400 };

export function rateWindows(value: string): RateWindow[] {
  if (list(value).length === 0) throw new Error('must name at least one limit');
  return list(value).map((part) => {
    const [, limit, count, unit] = /^([1-9]\d{0,8})\/([1-9]\d{0,3})([smhd])$/.exec(part) ?? [];
    if (!unit) throw new Error(`'${part}' is not a limit like 100/10s, 60/1m, 5000/1h or 50000/1d`);
    return { limit: Number(limit), seconds: Number(count) * unitSeconds[unit as keyof typeof unitSeconds] };
  });
}
