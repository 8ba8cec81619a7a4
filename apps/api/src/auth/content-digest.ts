import { createHash } from 'node:crypto';
import { parseDictionary } from 'structured-headers';

/** The algorithms of RFC 9530 that are not broken (its section 5). */
const algorithms: Record<string, string> = { 'sha-256': 'sha256', 'sha-512': 'sha512' };

/** Whether a Content-Digest is of these bytes: there is one by an algorithm that we know, and each such is right. @throws if it is malformed */
export function isDigestOf(header: string, bytes: Uint8Array): boolean {
  const known = [...parseDictionary(header)].filter(([name]) => Object.hasOwn(algorithms, name));
  return (
    known.length > 0 &&
    known.every(
      ([name, [digest]]) =>
        digest instanceof ArrayBuffer &&
        createHash(algorithms[name]!).update(bytes).digest().equals(new Uint8Array(digest)),
    )
  );
}
