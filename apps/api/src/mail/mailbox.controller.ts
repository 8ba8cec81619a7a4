import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Header,
  Injectable,
  UseGuards,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../access/can.decorator.js';
import { notFound } from '../common/problem.js';
import { Config } from '../config/config.js';
import { Mailbox } from './mailbox.js';
import { escaped } from './message.js';

/**
 * In production, or with a mail server, the page is like any that isn't there. And it is for this machine alone: its links open
 * accounts. (The name it was asked for counts too, or any page could read it by a name of its own that leads to 127.0.0.1.)
 */
@Injectable()
class MailboxGuard implements CanActivate {
  constructor(private readonly config: Config) {}

  canActivate(context: ExecutionContext): boolean {
    const { socket, hostname } = context.switchToHttp().getRequest<FastifyRequest>();
    const local =
      /^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '') &&
      /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
    if (this.config.production || this.config.smtpUrl || !local) throw notFound();
    return true;
  }
}

/** The mails that would have been sent, newest first: a page for who develops. */
@ApiExcludeController()
@Controller('dev/mail')
@UseGuards(MailboxGuard)
export class MailboxController {
  constructor(private readonly box: Mailbox) {}

  @Get()
  @Public()
  @Header('Content-Type', 'text/html; charset=utf-8')
  findPage(): string {
    const mails = this.box.newest.map(
      ({ at, recipient, subject, text }) => `<article>
<h2>${escaped(subject)}</h2>
<p>To <b>${escaped(recipient)}</b>, <time>${at.toISOString()}</time></p>
<pre>${escaped(text)}</pre>
</article>`,
    );
    return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Mail box</title></head>
<body>
<h1>Mail box</h1>
<p>The newest mails of this server, which has no mail server to send them to (SMTP_URL).</p>
${mails.join('\n') || '<p>There is none yet.</p>'}
</body>
</html>
`;
  }
}
