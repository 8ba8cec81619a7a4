import pg from 'pg';
import { KeyRing } from '../../api/src/auth/key-ring.js';
import { Sealing } from '../../api/src/auth/sealing.js';
import { KeysInUse } from '../../api/src/config/keys-in-use.js';
import type { SigningKey } from '../../api/src/config/signing-keys.js';

/** Where secrets are stored that were sealed with a key (auth/sealing.ts). */
const sealedColumns = [
  ['Factor', 'secret'],
  ['ApiKey', 'signingSecret'],
] as const;
const AT_ONCE = 200;

/**
 * Seals with the first of the keys whatever the key `kid` has sealed, so that it can be taken away. Each secret is replaced only as
 * it was read, so what changes meanwhile is not undone.
 *
 * @throws if one of them doesn't open
 */
export async function reseal(database: pg.Client, signingKeys: SigningKey[], kid: string): Promise<number> {
  const sealing = new Sealing(new KeyRing(new KeysInUse({ signingKeys })));
  // A sealed secret begins with the kid's length and the kid.
  const mark = Buffer.concat([Buffer.from([kid.length]), Buffer.from(kid)]);
  let count = 0;
  for (const [table, column] of sealedColumns) {
    const [name, secret] = [database.escapeIdentifier(table), database.escapeIdentifier(column)];
    const find = `SELECT id, ${secret} AS sealed FROM ${name} WHERE substring(${secret} FOR $1) = $2 LIMIT ${AT_ONCE}`;
    const rows = async () => (await database.query<{ id: string; sealed: Buffer }>(find, [mark.length, mark])).rows;
    for (let found = await rows(); found.length > 0; found = await rows()) {
      for (const { id, sealed } of found) {
        const renewed = sealing.seal(opened(sealing, sealed, table, id), id);
        await database.query(`UPDATE ${name} SET ${secret} = $1 WHERE id = $2 AND ${secret} = $3`, [
          renewed,
          id,
          sealed,
        ]);
      }
      count += found.length;
    }
  }
  return count;
}

function opened(sealing: Sealing, sealed: Buffer, table: string, id: string): Buffer {
  try {
    return sealing.open(sealed, id);
  } catch {
    throw new Error(`The secret of ${table} ${id} doesn't open, so the key that sealed it is kept.`);
  }
}
