/** What a provider tells of someone, by its own word. */
export type Profile = { email?: unknown; email_verified?: unknown };

/** Verified is what the provider says is `true`: not "true", not 1, and not nothing. */
export function addressIn({ email, email_verified }: Profile): string | undefined {
  if (email_verified !== true || typeof email !== 'string') return undefined;
  return /^[\x21-\x7e]{3,254}$/.test(email) ? email.toLowerCase() : undefined;
}
