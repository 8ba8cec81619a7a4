/** How far a long work is: a bar on a terminal, a line now and then elsewhere. */
export class Progress {
  private done = 0;

  constructor(
    private readonly title: string,
    private readonly steps: number,
  ) {}

  step(): void {
    this.done += 1;
    const tenths = Math.floor((this.done / this.steps) * 10);
    const line = `${this.title}: ${this.done} of ${this.steps}`;
    if (process.stdout.isTTY) {
      const bar = '█'.repeat(tenths * 3).padEnd(30, '░');
      process.stdout.write(`\r${bar} ${line}${this.done === this.steps ? '\n' : ''}`);
    } else if (tenths > Math.floor(((this.done - 1) / this.steps) * 10)) {
      process.stdout.write(`${line}\n`);
    }
  }
}
