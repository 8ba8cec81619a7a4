/**
 * The URL with the password that stands in PGPASSWORD, the driver's own variable, unless it has one: the variable is taken out of
 * the environment before the driver could read it.
 */
export function withPassword(url: URL, password: string): string {
  if (url.password || url.searchParams.has('password')) return url.href;
  // A URL of a socket has no place for a login but its query.
  if (url.host) url.password = encodeURIComponent(password);
  else url.searchParams.set('password', password);
  return url.href;
}
