import { createDatabase, query } from '../support/database.js';
import { newFolder, Program } from '../support/program.js';

const databaseUrl = await createDatabase();

/** What the command says, and how it ends. */
async function homeroom(...args: string[]) {
  const program = new Program({ folder: newFolder(), env: { DATABASE_URL: databaseUrl }, args: ['mail', ...args] });
  const code = await program.exitCode();
  return { code, output: program.output, errors: program.errors };
}

async function insert(status: string, recipient: string): Promise<string> {
  const [row] = await query<{ id: string }>(
    databaseUrl,
    `INSERT INTO "Mail" (kind, recipient, status, fault, "expiresAt", "sentAt") VALUES ('password-reset', $1, $2::"MailStatus",
     'EMESSAGE 550', now(), CASE WHEN $2 = 'sent' THEN now() END) RETURNING id`,
    [recipient, status],
  );
  return row!.id;
}

it('tells of mails that wait or have failed, and has one tried again', async () => {
  expect(await homeroom()).toMatchObject({ code: 0, output: 'No mail waits, and none has failed.\n' });
  await insert('sent', 'sent@school.example');
  await insert('dropped', 'dropped@school.example');
  const id = await insert('failed', 'failed@school.example');
  const { output } = await homeroom();
  expect(output.trim().split('\n')).toEqual([
    expect.stringMatching(`${id}  failed  password-reset  failed@school.example`),
  ]);
  expect(output).toContain('EMESSAGE 550');

  expect(await homeroom('retry', id)).toMatchObject({ code: 0, output: '1 to be tried again.\n' });
  expect((await homeroom()).output).toContain(`${id}  waiting`);
  expect(await homeroom('retry', id)).toMatchObject({ code: 64, errors: `There is no failed mail ${id}.\n` });
  expect(await homeroom('retry', 'all')).toMatchObject({ code: 0, output: '0 to be tried again.\n' });
});

it('refuses what is no mail', async () => {
  for (const args of [['retry'], ['retry', 'x'], ['retry', 'all', 'more'], ['erase']])
    expect((await homeroom(...args)).code).toBe(64);
});
