import { type Configuration, fetchUserInfo } from 'openid-client';

/** What a provider says of someone's address, in its token or where it is asked. */
export type Profile = { email?: unknown; email_verified?: unknown };

/** What it says where it is asked; nothing if it can't be. */
export async function userInfo(client: Configuration, accessToken: string, subject: string): Promise<Profile> {
  return client.serverMetadata().userinfo_endpoint ? fetchUserInfo(client, accessToken, subject) : {};
}

/** In lower case, as ours are. Verified is what the provider says is `true`: not "true", not 1, and not nothing. */
export function verifiedAddress({ email, email_verified }: Profile): string | undefined {
  if (email_verified !== true || typeof email !== 'string') return undefined;
  return /^[\x21-\x7e]{3,254}$/.test(email) ? email.toLowerCase() : undefined;
}
