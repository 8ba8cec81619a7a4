import { setTimeout as sleep } from 'node:timers/promises';

/** A part of the running program that has to be stopped. */
export interface Part {
  stop(): Promise<void>;
}

/** All of it has to be gone after so long: what is under way may take its time, but not for ever. */
const STOP_MS = 30_000;
const FORCED_STOP_MS = 5_000;
/** npm passes on a Ctrl-C that the terminal has sent to us as well; a second signal so soon is the same one. */
const SAME_SIGNAL_MS = 1_000;
const PARENT_WATCH_MS = 500;

/** The start was ended before it was done. */
export class Interrupted extends Error {}

/** What is running of the program, to be stopped in the opposite order: by a signal, or because the start failed. */
export class Running {
  private readonly parts: Part[] = [];
  private starting: Promise<unknown> = Promise.resolve();
  private stopping?: { since: number; done: Promise<void> };

  /** A first signal stops, a second one no longer waits for requests that are under way. */
  obeySignals(): void {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (!this.stopping) void this.stop();
        else if (Date.now() - this.stopping.since > SAME_SIGNAL_MS) void this.force();
      });
    }
  }

  /** Ends when the parent process has, which can't pass on the signal that kills it. */
  endWithParent(): void {
    const parent = process.ppid;
    const watch = () => process.ppid === parent || void this.stop();
    setInterval(watch, PARENT_WATCH_MS).unref();
  }

  /** Waits for a part that is being started, which is then ours to stop. @throws Interrupted if the end has come meanwhile */
  async add<P extends Part>(start: () => Promise<P>): Promise<P> {
    this.throwIfStopping();
    const started = start().then((part) => {
      this.parts.push(stoppedOnce(part));
      return part;
    });
    this.starting = started.catch(() => undefined);
    const part = await started;
    this.throwIfStopping();
    return part;
  }

  get isStopping(): boolean {
    return this.stopping !== undefined;
  }

  throwIfStopping(): void {
    if (this.isStopping) throw new Interrupted();
  }

  /** Stops every part, the newest first. */
  stop(): Promise<void> {
    this.stopping ??= { since: Date.now(), done: this.stopInOrder() };
    return this.stopping.done;
  }

  private async stopInOrder(): Promise<void> {
    exitWithin(STOP_MS);
    await this.starting;
    for (const part of this.parts.toReversed()) {
      await part.stop().catch((error: unknown) => {
        console.error(`homeroom: ${(error as Error).message}`);
        process.exitCode = 1;
      });
    }
  }

  private async force(): Promise<void> {
    exitWithin(FORCED_STOP_MS);
    await Promise.race([Promise.allSettled(this.parts.map((part) => part.stop())), sleep(FORCED_STOP_MS)]);
    process.exit(1);
  }
}

/** The last resort against a part that doesn't stop. */
function exitWithin(milliseconds: number): void {
  setTimeout(() => {
    console.error('homeroom: not everything has stopped in time.');
    process.exit(1);
  }, milliseconds).unref();
}

function stoppedOnce(part: Part): Part {
  let stopped: Promise<void> | undefined;
  return { stop: () => (stopped ??= part.stop()) };
}
