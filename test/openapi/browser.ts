import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
export const inCi = Boolean(process.env.CI);

interface Message {
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
}

/** One page of a headless Chromium, spoken to in its own DevTools protocol, so that no library has to bring a browser. */
export class Page {
  private readonly events: Message[] = [];
  private readonly answers = new Map<number, (result: Record<string, unknown>) => void>();
  private session?: string;
  private last = 0;

  private constructor(
    private readonly socket: WebSocket,
    private readonly stop: () => Promise<void>,
  ) {}

  static async open(url: string): Promise<Page> {
    if (!chromium) throw new Error('There is no Chromium here.');
    const profile = mkdtempSync(join(tmpdir(), 'homeroom-browser-'));
    const flags = [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
    ];
    const browser = spawn(chromium, [...flags, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
    const exited = new Promise((resolve) => browser.once('exit', resolve));
    const address = await new Promise<string>((resolve) => {
      browser.stderr.on('data', (text: Buffer) => {
        const [found] = /ws:\/\/\S+/.exec(text.toString()) ?? [];
        if (found) resolve(found);
      });
    });
    const socket = new WebSocket(address);
    await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
    const page = new Page(socket, async () => {
      browser.kill();
      await exited;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    });
    socket.addEventListener('message', ({ data }) => page.hear(JSON.parse(String(data)) as Message));
    const { targetId } = await page.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await page.send('Target.attachToTarget', { targetId, flatten: true });
    page.session = sessionId as string;
    for (const domain of ['Runtime', 'Log', 'Network', 'Page']) await page.send(`${domain}.enable`);
    await page.send('Page.navigate', { url });
    return page;
  }

  /** The addresses that the page has asked for. */
  requests(): string[] {
    const requests = this.events.filter(({ method }) => method === 'Network.requestWillBeSent');
    return requests.map(({ params }) => (params!.request as { url: string }).url);
  }

  /** What it threw, failed to load, or was kept from by the content security policy. */
  faults(): Message[] {
    return this.events.filter(
      ({ method, params }) =>
        method === 'Runtime.exceptionThrown' ||
        (method === 'Log.entryAdded' && (params!.entry as { level: string }).level === 'error'),
    );
  }

  async evaluate(expression: string): Promise<unknown> {
    const { result } = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    return (result as { value?: unknown }).value;
  }

  /** The expression's value, as soon as it is anything but false, empty or an error. */
  async eventually(expression: string): Promise<unknown> {
    for (const started = Date.now(); Date.now() - started < 20_000;) {
      const value = await this.evaluate(expression);
      if (value) return value;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`never true: ${expression}`);
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.stop();
  }

  private send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = ++this.last;
    this.socket.send(JSON.stringify({ id, method, params, sessionId: this.session }));
    return new Promise((resolve) => this.answers.set(id, resolve));
  }

  private hear(message: Message): void {
    if (message.id) this.answers.get(message.id)?.(message.result ?? {});
    else this.events.push(message);
  }
}
