import { type InnerList, serializeInnerList } from 'structured-headers';

/** What of a request can be signed. */
export interface Message {
  method: string;
  /** The whole address, as the client knows it. */
  uri: string;
  headers: Record<string, string | string[] | undefined>;
}

/** The components that are derived from a request (RFC 9421, 2.2). */
const derived: Record<string, (message: Message) => string> = {
  '@method': ({ method }) => method,
  '@target-uri': ({ uri }) => uri,
  '@authority': ({ uri }) => new URL(uri).host,
  '@scheme': ({ uri }) => new URL(uri).protocol.slice(0, -1),
  '@path': ({ uri }) => /^[^:]+:\/\/[^/?]*([^?]*)/.exec(uri)![1] || '/',
  '@query': ({ uri }) => `?${uri.split('?').slice(1).join('?')}`,
};

/** The text that is signed (RFC 9421, 2.5). @throws if it names what isn't there, twice, or with parameters, which nobody here needs */
export function signatureBase(message: Message, input: InnerList): string {
  const names = input[0].map(([name, parameters]) => {
    if (typeof name !== 'string' || parameters.size > 0) throw new Error('A component is a name without parameters.');
    return name;
  });
  if (new Set(names).size < names.length) throw new Error('A component is named once.');
  const lines = names.map((name) => `"${name}": ${valueOf(name, message)}\n`);
  return `${lines.join('')}"@signature-params": ${serializeInnerList(input)}`;
}

function valueOf(name: string, message: Message): string {
  const value = Object.hasOwn(derived, name) ? derived[name]!(message) : message.headers[name];
  if (typeof value !== 'string') throw new Error('A component is named that is not there.');
  return value.trim();
}
