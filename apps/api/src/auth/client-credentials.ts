import type { Form } from '../common/form.js';

/**
 * Who a client of OAuth says it is, and its proof: by HTTP Basic, or in the form (RFC 6749, 2.3.1). The header goes first; to say it
 * in both is a fault of the request (oauth/clients.ts).
 */
export function clientCredentials(
  authorization: string | undefined,
  form: Form,
): { id: string; secret: string } | undefined {
  if (authorization !== undefined) return basicCredentials(authorization);
  const [id, secret] = [form.get('client_id'), form.get('client_secret')];
  return id && secret ? { id, secret } : undefined;
}

/** Both parts are form-encoded within Basic. */
function basicCredentials(authorization: string): { id: string; secret: string } | undefined {
  const [, encoded] = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization) ?? [];
  const [, id, secret] = /^([^:]*):(.*)$/.exec(Buffer.from(encoded ?? '', 'base64').toString()) ?? [];
  if (!id || !secret) return undefined;
  try {
    const [plainId, plainSecret] = [id, secret].map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
    return { id: plainId!, secret: plainSecret! };
  } catch {
    return undefined;
  }
}
