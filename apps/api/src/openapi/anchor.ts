import type { Permission } from '../access/can.decorator.js';

/** Where the policy page speaks of what needs no permission. */
export const OPEN = 'open';

/** Where it speaks of this permission: `article-share-read`. */
export const anchorOf = ({ action, subject }: Permission) => `${kebab(subject)}-${action}`;

export const kebab = (name: string) => name.replace(/(?<=[a-z])[A-Z]/g, '-$&').toLowerCase();
