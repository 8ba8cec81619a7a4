import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Job, Measured } from './load.js';

type Report = { measured: Measured } | { fault: string };

/** The process that makes the load, held by what it inherits to the core that is not the servers'. */
export class Loader {
  private readonly child: ChildProcess = fork(fileURLToPath(new URL('load.js', import.meta.url)));
  private readonly ended = once(this.child, 'exit').then(() => {
    throw new Error('The load has ended.');
  });

  constructor() {
    this.ended.catch(() => undefined);
  }

  /** @throws Error with the answer that was not the expected one */
  async run(job: Job): Promise<Measured> {
    this.child.send(job);
    const [report] = (await Promise.race([once(this.child, 'message'), this.ended])) as [Report];
    if ('fault' in report) throw new Error(`An unexpected answer under load: ${report.fault}`);
    return report.measured;
  }

  async stop(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    await this.ended.catch(() => undefined);
  }
}
