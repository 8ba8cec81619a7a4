import pg from 'pg';
import { createOneTimeToken, digestOf, lives } from '../../api/src/auth/one-time-token.js';
import { UsageError } from './usage.js';

/**
 * Invites someone to run the installation, and returns the token with which the invitation is accepted. It can be used once,
 * within seven days; inviting again while it is open replaces it.
 *
 * @throws UsageError if it is no e-mail address, or that of an operator
 */
export async function inviteOperator(databaseUrl: string, address: string): Promise<string> {
  const email = address.toLowerCase();
  if (!/^[!-~]{1,64}@[!-~]{1,189}$/.test(email)) throw new UsageError(`'${address}' is no e-mail address in ASCII.`);
  const token = createOneTimeToken();
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    // Two invitations at the same time would otherwise both find none.
    await client.query('LOCK TABLE "Membership" IN SHARE ROW EXCLUSIVE MODE');
    const { rowCount: operators } = await client.query(
      `SELECT FROM "Membership" m JOIN "User" u ON u.id = m."userId" WHERE m.role = 'operator' AND u.email = $1`,
      [email],
    );
    if (operators) throw new UsageError(`${email} is an operator.`);
    const values = [email, digestOf(token), new Date(Date.now() + lives.invitation)];
    const { rowCount: renewed } = await client.query(
      `UPDATE "Membership" SET "inviteDigest" = $2, "inviteExpiresAt" = $3
       WHERE role = 'operator' AND status = 'invited' AND "invitedEmail" = $1`,
      values,
    );
    if (!renewed) {
      await client.query(
        `INSERT INTO "Membership" (role, "invitedEmail", "inviteDigest", "inviteExpiresAt") VALUES ('operator', $1, $2, $3)`,
        values,
      );
    }
    await client.query('COMMIT');
    return token;
  } finally {
    await client.end();
  }
}
