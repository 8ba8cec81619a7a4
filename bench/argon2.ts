import { verify } from 'argon2';

/* As many verifications of a password as this core can make, with nothing else to do: the limit of logins. */
export interface Alone {
  hash: string;
  password: string;
  measureMs: number;
}

/** At once; on one core more don't help, and on some they hinder. */
const choices = [1, 2, 4];

process.on('message', (alone: Alone) => void best(alone).then((rate) => process.send!(rate)));

async function best({ hash, password, measureMs }: Alone): Promise<number> {
  const rates: number[] = [];
  for (const atOnce of choices) {
    const start = performance.now();
    const end = start + measureMs;
    const counts = await Promise.all(Array.from({ length: atOnce }, () => verifyUntil(end, hash, password)));
    rates.push(counts.reduce((sum, count) => sum + count) / ((performance.now() - start) / 1_000));
  }
  return Math.max(...rates);
}

async function verifyUntil(end: number, hash: string, password: string): Promise<number> {
  let count = 0;
  for (; performance.now() < end; count += 1) await verify(hash, password);
  return count;
}
