/** The calendar date that it is now in a time zone, as midnight UTC of that date. */
export function today(timezone: string): Date {
  // Sweden writes dates as ISO 8601 does.
  return new Date(`${new Date().toLocaleDateString('sv-SE', { timeZone: timezone })}T00:00:00.000Z`);
}
