import { Injectable } from '@nestjs/common';
import {
  allowInsecureRequests,
  ClientSecretBasic,
  Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  type ServerMetadata,
} from 'openid-client';
import { notFound } from '../common/problem.js';
import { Config } from '../config/config.js';
import { providerFetch } from './provider-fetch.js';

const TIMEOUT_SECONDS = 5;
/** What was discovered is asked for again after so long; of a provider that is down, so that not every request waits for it. */
const [KNOWN_MS, DOWN_MS] = [3_600_000, 5_000];
/** With a public key: neither `none`, nor one that whoever has the client's secret could sign with (ASVS 9.1.2). */
const ALGORITHMS = new Set(['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519']);

export type Provider = Config['oidcProviders'][number] & { redirectUri: string };

/** The configured providers, and what each says of itself. One that is down is so for who logs in there, and for nobody else. */
@Injectable()
export class Providers {
  readonly all: Provider[];
  private readonly known = new Map<string, { client: Promise<Configuration>; until: number }>();

  constructor({ oidcProviders, publicUrl }: Config) {
    this.all = oidcProviders.map((provider) => ({
      ...provider,
      redirectUri: new URL(provider.redirectUri ?? `${publicUrl}/login/${provider.id}`).href,
    }));
  }

  /** @throws 404 */
  get(id: string): Provider {
    const provider = this.all.find((one) => one.id === id);
    if (!provider) throw notFound();
    return provider;
  }

  /** The client of this provider, made from its discovery document. @throws what openid-client does */
  clientOf(provider: Provider): Promise<Configuration> {
    const known = this.known.get(provider.id);
    if (known && known.until > Date.now()) return known.client;
    const client = discover(provider);
    this.known.set(provider.id, { client, until: Date.now() + KNOWN_MS });
    client.catch(() => this.known.set(provider.id, { client, until: Date.now() + DOWN_MS }));
    return client;
  }
}

async function discover({ issuer, clientId, clientSecret }: Provider): Promise<Configuration> {
  const authentication = ClientSecretBasic(clientSecret);
  // A setting, and http there means loopback (oidc-providers.ts); to any other provider only https is spoken, whatever its document says.
  const execute = issuer.startsWith('http:') ? [allowInsecureRequests] : [];
  const options = { timeout: TIMEOUT_SECONDS, [customFetch]: providerFetch, execute };
  const found = (
    await discovery(new URL(issuer), clientId, {}, authentication, options)
  ).serverMetadata() as ServerMetadata;
  // openid-client makes exceptions for issuers with many tenants, each of which could then speak for any address.
  if (found.issuer !== issuer) throw new Error('the provider calls itself by another name');
  for (const endpoint of [found.authorization_endpoint, found.token_endpoint, found.jwks_uri])
    if (!endpoint?.startsWith(issuer.startsWith('http:') ? 'http' : 'https:'))
      throw new Error('an endpoint is not usable');
  const offered = found.id_token_signing_alg_values_supported ?? ['RS256'];
  const metadata: ServerMetadata = Object.assign(found, {
    id_token_signing_alg_values_supported: offered.filter((name) => ALGORITHMS.has(name)),
  });
  const client = new Configuration(metadata, clientId, {}, authentication);
  client.timeout = TIMEOUT_SECONDS;
  client[customFetch] = providerFetch;
  for (const extension of execute) extension(client);
  // Without it the signature of a token that came over TLS isn't looked at (OpenID Connect Core, 3.1.3.7, allows that).
  enableNonRepudiationChecks(client);
  return client;
}
