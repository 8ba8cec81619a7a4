import type { WorkName } from './work.js';

/** The share of the bare server's requests a second that Homeroom is to reach. */
export const toBare: Partial<Record<WorkName, number>> = { W1: 0.6, W2: 0.6, W3: 0.65, W4: 0.65, W5: 0.6, W6: 0.6 };
/** How many times the usual server's. */
export const toUsual = 4;
/** How many times the bare server's p99 Homeroom's may be. */
export const p99ToBare = 2;
/** How many times the p50 of a thousand students that of a million may be. */
export const GROWTH = 1.3;
