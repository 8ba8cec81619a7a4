import pg from 'pg';

/**
 * Takes off an account what nobody can show any more: its second factors and recovery codes. The password goes with them, as whoever
 * added a factor that isn't the owner's knew it, and a short one isn't enough alone: a new one is set by the mail of "forgot password".
 * Its sessions end, what was begun is over, and the owner is told. All of it, or nothing.
 *
 * @returns what was done
 * @throws if the address has no account
 */
export async function removeFactors(databaseUrl: string, address: string): Promise<string> {
  const email = address.toLowerCase();
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    // The user's row first, as whatever else changes the account begins with it too.
    const { rows } = await client.query<{ id: string }>('SELECT id FROM "User" WHERE email = $1 FOR NO KEY UPDATE', [
      email,
    ]);
    if (!rows[0]) throw new Error(`${email} has no account.`);
    const { id } = rows[0];
    const change = async (statement: string) => (await client.query(statement, [id])).rowCount ?? 0;
    const factors = await change('DELETE FROM "Factor" WHERE "userId" = $1');
    const codes = await change('DELETE FROM "RecoveryCode" WHERE "userId" = $1');
    await change('DELETE FROM "Challenge" WHERE "userId" = $1');
    await change('DELETE FROM "UserToken" WHERE "userId" = $1');
    const sessions = await change('UPDATE "Session" SET "endedAt" = now() WHERE "userId" = $1 AND "endedAt" IS NULL');
    await change('UPDATE "User" SET "passwordHash" = NULL, "passwordIsShort" = false WHERE id = $1');
    await client.query(
      `INSERT INTO "Mail" (kind, recipient, "aboutId", "expiresAt") VALUES ('access-restored', $1, $2, now() + interval '3 days')`,
      [email, id],
    );
    await client.query('COMMIT');
    return `Removed: ${factors} factors, ${codes} recovery codes, the password. Ended: ${sessions} sessions. ${email} is told by mail.`;
  } finally {
    await client.end();
  }
}
