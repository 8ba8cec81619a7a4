import type { Role } from '../prisma/generated/enums.js';

const HOUR = 3_600_000;
const staff = { absolute: 12 * HOUR, idle: 2 * HOUR };
const others = { absolute: 30 * 24 * HOUR, idle: 7 * 24 * HOUR };

/** How long a session lives, and how long it may go without a refresh, in milliseconds (ASVS 7.3). Staff see more, so shorter. */
export function lifeOf(role: Role): { absolute: number; idle: number } {
  return isStaff(role) || role === 'operator' ? staff : others;
}

/** The sessions that have neither ended nor expired. */
export const alive = () => ({ endedAt: null, expiresAt: { gt: new Date() }, idleExpiresAt: { gt: new Date() } });

/** Those of whom a school can require a second factor. */
export const isStaff = (role: Role) => role === 'admin' || role === 'teacher';
