import { Problem } from '../common/problem.js';

/** One answer for every reason a proof of who someone is is refused, so that none can be told from another (ASVS 6.3.8). */
export const refused = () =>
  new Problem('unauthenticated', {
    detail: 'This is not a valid credential.',
    headers: { 'WWW-Authenticate': 'Bearer' },
  });
