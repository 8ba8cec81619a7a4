import { createHash, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from './config.js';
import { parseKeys, type SigningKey } from './signing-keys.js';

const LOOK_EVERY_MS = 1_000;

/**
 * The signing keys as they are now. Their file is read once a second, as a notice of its change wouldn't come for every kind of mount
 * (Kubernetes changes a link two folders above): who replaces it replaces the keys of every instance without a restart, all at once in
 * each. A file that is gone or broken changes nothing, and is told in the log.
 */
@Injectable()
export class KeysInUse implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #file?: string;
  #keys: readonly SigningKey[];
  private readonly logger = new Logger('Keys');
  private timer?: NodeJS.Timeout;
  /** The digest of what was read last. */
  private seen?: string;
  private looking = false;

  constructor(@Inject(Config) { signingKeys, signingKeysFile }: Pick<Config, 'signingKeys' | 'signingKeysFile'>) {
    this.#keys = signingKeys;
    this.#file = signingKeysFile;
  }

  /** What is made of the keys: made anew when they are others, and all of it of the same ones. */
  follow<T>(make: (keys: readonly SigningKey[]) => T): () => T {
    let [madeOf, made] = [this.#keys, make(this.#keys)];
    return () => {
      if (madeOf !== this.#keys) [madeOf, made] = [this.#keys, make(this.#keys)];
      return made;
    };
  }

  onApplicationBootstrap(): void {
    if (!this.#file) return;
    void this.warnIfOpen(this.#file);
    this.timer = setInterval(() => void this.look(this.#file!), LOOK_EVERY_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async warnIfOpen(file: string): Promise<void> {
    const found = await stat(file).catch(() => undefined);
    if (found && found.mode & 0o077)
      this.logger.warn({ event: 'keys.open' }, 'the file of JWT_PRIVATE_KEYS can be read by others');
  }

  /** Of two looks at a slow mount the one that began earlier could end later, and bring the old keys back. */
  private async look(file: string): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    const text = await readFile(file, 'utf8').catch(() => '');
    this.looking = false;
    const digest = createHash('sha256').update(text).digest('base64url');
    if (digest === this.seen) return;
    this.seen = digest;
    try {
      const keys = parseKeys(text);
      if (JSON.stringify(keys) === JSON.stringify(this.#keys)) return;
      this.#keys = keys;
      this.logger.log({ event: 'keys.changed', kids: keys.map(({ kid }) => kid) });
    } catch (error) {
      // Its message repeats nothing of the file.
      this.logger.error({ event: 'keys.unusable' }, `JWT_PRIVATE_KEYS ${(error as Error).message}`);
    }
  }
}

/** A secret for one purpose, so that there is one to keep and to replace. A key object shows nothing of itself where it is printed. */
export const derivedKey = ({ d }: SigningKey, purpose: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', d!, '', purpose, 32)));

/**
 * What failed logins are counted under. A key has it from the one before it, so that a rotation forgets no count and lifts no lock:
 * nobody can say anew under which key an address of a stranger was counted. It follows from the first key one way, and tells nothing of it.
 */
export const countingKey = (key: SigningKey): KeyObject =>
  key.counting ? createSecretKey(Buffer.from(key.counting, 'base64url')) : derivedKey(key, 'homeroom login failure');
