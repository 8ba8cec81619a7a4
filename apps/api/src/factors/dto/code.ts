import { Secret } from '../../common/fields.js';

/** Six digits of an app, or a recovery code; spaces, hyphens and case don't matter. */
export const Code = (options: Parameters<typeof Secret>[1] = {}) =>
  Secret(64, { description: 'Six digits of an app, or a recovery code.', example: '287082', ...options });
