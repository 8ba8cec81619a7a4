import { inspect } from 'node:util';

/** What may be shown of the settings: what they hold beyond these may be a secret, or hold one. */
const shown = new Set(['production', 'host', 'port', 'management', 'publicUrl', 'logLevel', 'docs']);

/**
 * Settings that don't tell their secrets where they are printed: to a log, as JSON, in an error's details. A copy of them doesn't either.
 */
export function concealed<T extends object>(settings: T): T {
  const visible = function (this: T) {
    return Object.fromEntries(Object.entries(this).filter(([name]) => shown.has(name)));
  };
  return { ...settings, toJSON: visible, [inspect.custom]: visible };
}
