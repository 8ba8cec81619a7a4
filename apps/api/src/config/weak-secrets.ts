import pg from 'pg';

/** What stands in examples and on lists of what is tried first, ours among them. */
const examples = new Set(
  `postgres postgresql password passwort passw0rd homeroom changeme change-me change_me example secret admin administrator root test
  user default letmein qwerty hunter2 a-long-password the-password your-password mysecretpassword postgrespassword supersecret`.split(
    /\s+/,
  ),
);
const SHORTEST = 12;

/** What is wrong with a password on a way that others can reach; undefined if nothing is known. It is never repeated. */
function weaknessOf(password: string, ...names: (string | undefined)[]): string | undefined {
  const plain = password.toLowerCase();
  if (!password) return 'has no password';
  if (examples.has(plain) || examples.has(plain.replace(/\d+$/, '')) || names.includes(password))
    return 'has a password that stands in examples, or is a name in the URL';
  if (password.length < SHORTEST) return `has a password of less than ${SHORTEST} characters`;
  return /^(.)\1*$/.test(password) ? 'has a password of one character' : undefined;
}

const isOnThisMachine = (host: string) => host === 'localhost' || host === '::1' || /^127\.|^\//.test(host);

/** ASVS 13.2.3. A database on this machine's loopback or socket may know its users in another way, and so may one by certificate. */
export function refuseWeakDatabase(url: string | undefined): void {
  if (!url) return;
  // The driver's own reading of it, with what it takes from elsewhere.
  const { host, user, password, database } = new pg.Client({ connectionString: url });
  if (isOnThisMachine(host) || new URL(url).searchParams.has('sslcert')) return;
  refuse(weaknessOf(password ?? '', user, database));
}

/** A mail server that takes mail from its own network without a password is asked for none. */
export function refuseWeakSmtp(url: string | undefined): void {
  if (!url) return;
  const { hostname, username, password } = new URL(url);
  if (!username || isOnThisMachine(hostname.replace(/^\[|\]$/g, ''))) return;
  refuse(weaknessOf(decodeURIComponent(password), decodeURIComponent(username)));
}

function refuse(weakness: string | undefined): void {
  if (weakness) throw new Error(`${weakness}: make one, with openssl rand -hex 24 for example`);
}
