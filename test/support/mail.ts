import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail as it came: to whom, and what it says. */
export interface Mail extends Email {
  recipient: string;
}

/** A real mail server on loopback, which keeps what it is sent. */
export class MailServer {
  readonly mails: Mail[] = [];
  /** What it answers to a mail, instead of accepting it; undefined accepts. */
  refusal: (recipient: string) => Error | undefined = () => undefined;
  private readonly server: SMTPServer;
  private readonly read = new Set<Mail>();

  constructor(private readonly options: SMTPServerOptions = {}) {
    this.server = new SMTPServer({
      disabledCommands: options.key ? [] : ['STARTTLS', 'AUTH'],
      authOptional: true,
      onData: (stream, { envelope }, done) => {
        void this.take(stream, envelope.rcptTo[0]?.address ?? '', done);
      },
      ...options,
    });
    this.server.on('error', () => undefined);
  }

  async listen(port = 0): Promise<string> {
    const listening = this.server.listen(port, '127.0.0.1');
    await once(listening, 'listening');
    const { port: bound } = this.server.server.address() as AddressInfo;
    return `${this.options.secure ? 'smtps' : 'smtp'}://127.0.0.1:${bound}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(resolve));
  }

  private async take(stream: Readable, recipient: string, done: (error?: Error) => void): Promise<void> {
    const content = await buffer(stream);
    const refused = this.refusal(recipient);
    if (!refused) this.mails.push({ ...(await PostalMime.parse(content)), recipient });
    done(refused);
  }

  /** The next mail to this address that was not asked for before; waits for it, as it is sent after what causes it. */
  async next(recipient: string): Promise<Mail> {
    for (const end = Date.now() + 15_000; Date.now() < end; await delay(20)) {
      const found = this.mails.find((mail) => mail.recipient === recipient && !this.read.has(mail));
      if (!found) continue;
      this.read.add(found);
      return found;
    }
    throw new Error(`There is no mail to ${recipient}.`);
  }
}

let shared: Promise<{ server: MailServer; url: string }> | undefined;

async function startShared() {
  const server = new MailServer();
  return { server, url: await server.listen() };
}

/** The mail server of all servers of a test file. */
export const mailServer = () => (shared ??= startShared());

export const mailTo = async (recipient: string): Promise<Mail> => (await mailServer()).server.next(recipient);

/** The secret of a mail's link. */
export function tokenOf({ text = '' }: Mail): string {
  const [, token] = /#token=([\w-]{43})\s/.exec(text) ?? [];
  if (!token) throw new Error(`There is no link in: ${text}`);
  return token;
}

afterAll(async () => {
  await (await shared)?.server.close();
});
