import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';

/** The version of package.json, wherever the compiled code lies under it. */
export const { version } = JSON.parse(readFileSync(findPackageJSON(import.meta.url)!, 'utf8')) as { version: string };
