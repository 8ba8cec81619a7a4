import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '../../apps/api/src/config/environment.js';
import { SettingsError } from '../../apps/api/src/config/setting-faults.js';

export const privateKey = (namedCurve = 'P-256') =>
  generateKeyPairSync('ec', { namedCurve }).privateKey.export({ format: 'jwk' });
const keys = JSON.stringify({ keys: [privateKey()] });
export const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://homeroom:a-secret-word@db.internal:5432/homeroom',
  PUBLIC_URL: 'https://school.example',
  JWT_PRIVATE_KEYS: keys,
  SMTP_URL: 'smtps://homeroom:a-secret-word@mail.internal',
  MAIL_FROM: 'Northwood School <homeroom@school.example>',
};
export const development = { JWT_PRIVATE_KEYS: keys };

/** What is wrong with these settings; each fault begins with the setting's name. */
export function faultsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
  return [];
}

/** The path of a new file with this text. */
export const fileOf = (text: string) => {
  const file = join(mkdtempSync(join(tmpdir(), 'homeroom-test-')), 'setting');
  writeFileSync(file, text);
  return file;
};
