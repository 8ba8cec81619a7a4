import { demoAccounts as accounts } from '../../../../../prisma/seed/accounts.js';

export { demoPassphrase } from '../../../../../prisma/seed/accounts.js';

/** The demo data's accounts, to log in with on the documentation page outside production. */
export const demoAccounts = accounts.map(({ email }) => email);
