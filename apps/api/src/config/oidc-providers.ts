import { contentOf } from './setting-values.js';

/** An OpenID provider that people may log in at. */
export interface OidcProvider {
  /** What it is called in paths. */
  id: string;
  /** What it is called on a page. */
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Where the provider sends the browser back to: a page of the front end. Without one, `/login/<id>` at PUBLIC_URL. */
  redirectUri?: string;
  scopes: string[];
}

/**
 * The providers of OIDC_PROVIDERS, or of the file that OIDC_PROVIDERS_FILE names.
 * @throws what is wrong with each of them, by place and property; never with a value, as it may be the secret in the wrong place
 */
export function readOidcProviders(env: NodeJS.ProcessEnv): OidcProvider[] {
  const text = env.OIDC_PROVIDERS || contentOf(env.OIDC_PROVIDERS_FILE, 'OIDC_PROVIDERS_FILE');
  if (!text) return [];
  const entries = parsed(text);
  const faults = entries.flatMap((entry, at) => faultsOf(entry).map((fault) => `[${at}].${fault}`));
  for (const property of ['id', 'issuer'] as const)
    if (new Set(entries.map((entry) => entry[property])).size < entries.length) faults.push(`has an ${property} twice`);
  if (faults.length > 0) throw new Error(faults.join('; '));
  return entries.map((entry) => {
    const { clientSecretFile: _, scopes = 'openid email profile', ...provider } = entry as unknown as Given;
    return { ...provider, clientSecret: secretOf(entry)!, scopes: scopes.split(' ') };
  });
}

type Given = Omit<OidcProvider, 'scopes'> & { scopes?: string; clientSecretFile?: string };
type Entry = Record<string, unknown>;

function parsed(text: string): Entry[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value) && value.every((entry) => typeof entry === 'object' && entry !== null))
      return value as Entry[];
  } catch {
    // The parser's message quotes the text, which holds secrets.
  }
  throw new Error('must be a JSON array of objects with id, name, issuer, clientId and clientSecret');
}

const is = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value);
const optional = (check: (value: unknown) => boolean) => (value: unknown) => value === undefined || check(value);

/** https, but for a provider on this machine; a query or fragment would not be compared as it is written (RFC 9207, RFC 6749). */
function isUrl(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > 255 || !URL.canParse(value)) return false;
  const { protocol, hostname, username, password } = new URL(value);
  const safe =
    protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname));
  return safe && !/[?#\s]/.test(value) && !username && !password;
}

const checks: Record<string, [fits: (value: unknown) => boolean, words: string]> = {
  id: [is(/^[a-z0-9-]{1,40}$/), 'must be lower-case letters, digits and hyphens'],
  name: [is(/^[^\s\p{C}](?:[^\p{C}]{0,98}[^\s\p{C}])?$/u), 'must be one line of 1 to 100 characters'],
  issuer: [isUrl, 'must be an https URL without query (http on loopback alone)'],
  clientId: [is(/^[\x21-\x7e]{1,255}$/), 'must be 1 to 255 characters of ASCII'],
  clientSecret: [optional(is(/^[\x20-\x7e]{16,500}$/)), 'must be 16 to 500 characters of ASCII'],
  clientSecretFile: [optional(is(/^[^\p{C}]{1,1000}$/u)), 'must be the path of a file'],
  redirectUri: [optional(isUrl), 'must be an https URL without query (http on loopback alone)'],
  scopes: [optional(is(/^openid( [\w:/.-]{1,100}){0,10}$/)), 'must be words with spaces between them, openid first'],
};

function faultsOf(entry: Entry): string[] {
  const wrong = Object.entries(checks).flatMap(([name, [fits, words]]) =>
    fits(entry[name]) ? [] : [`${name} ${words}`],
  );
  const unknown = Object.keys(entry).filter((name) => !(name in checks));
  if (unknown.length > 0) wrong.push(`has ${unknown.length} properties that mean nothing here`);
  if (wrong.length > 0) return wrong;
  try {
    const secret = secretOf(entry);
    if (secret === undefined) return ['clientSecret or clientSecretFile is required'];
    return checks.clientSecret![0](secret) ? [] : ['clientSecretFile must hold 16 to 500 characters of ASCII'];
  } catch (error) {
    return [`clientSecretFile ${(error as Error).message}`];
  }
}

const secretOf = ({ clientSecret, clientSecretFile }: Entry) =>
  (clientSecret as string | undefined) ?? contentOf(clientSecretFile as string | undefined, 'it');
