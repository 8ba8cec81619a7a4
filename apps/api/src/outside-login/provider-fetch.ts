import { type ClientError, type CustomFetch, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';

const MOST_BYTES = 256 * 1_024;

/** A provider can't be reached, is too slow, fails, or says more than it should: it may be otherwise in a moment. */
export class ProviderDown extends Error {}

/**
 * The one way to a provider: no redirect is followed, and the answer is read whole, within the time limit that comes with the request
 * and no further than a document of keys can need.
 */
export const providerFetch: CustomFetch = async (url, options) => {
  try {
    const response = await fetch(url, { ...(options as RequestInit), redirect: 'manual' });
    if (response.status >= 500 || response.status === 429) throw new Error(`answered ${response.status}`);
    const body = await readAtMost(response, MOST_BYTES);
    return new Response(body, { status: response.status, headers: response.headers });
  } catch (error) {
    throw new ProviderDown('the provider does not answer as it should', { cause: error });
  }
};

async function readAtMost(response: Response, most: number): Promise<Blob | null> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > most) throw new Error('answered too much');
    chunks.push(chunk);
  }
  return size > 0 ? new Blob(chunks) : null;
}

/** Whether the provider is at fault, and not who logs in. */
export function isDown(error: unknown): boolean {
  // It doesn't take us for who we are, or says what no such provider says: neither is the fault of who logs in.
  if (error instanceof WWWAuthenticateChallengeError) return true;
  if (error instanceof ResponseBodyError) return /^(invalid|unauthorized)_client$/.test(error.error);
  const { cause, code = '' } = error as ClientError;
  return cause instanceof ProviderDown || /^OAUTH_RESPONSE_IS_NOT_(CONFORM|JSON)$/.test(code);
}
