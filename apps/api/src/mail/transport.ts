import { createTransport } from 'nodemailer';
import type { Config } from '../config/config.js';
import type { Mailbox } from './mailbox.js';
import type { Message } from './message.js';

export interface Mail extends Message {
  /** The same for each attempt, so that a mail server that gets it twice can tell. */
  id: string;
  recipient: string;
}

/** Hands a mail over for good; throws what the mail server says. */
export interface Transport {
  send(mail: Mail): Promise<void>;
  close(): void;
}

/** A mail server that takes longer to say anything is given up for now. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 15_000, dnsTimeout: 5_000 };

/** The mail server of SMTP_URL, by TLS with a certificate that is verified; without one, outside production, this server's own box. */
export function createMailTransport(
  { smtpUrl, mailFrom }: Pick<Config, 'smtpUrl' | 'mailFrom'>,
  box: Mailbox,
): Transport {
  if (!smtpUrl) return box;
  const { protocol, hostname, port, username, password } = new URL(smtpUrl);
  const secure = protocol === 'smtps:';
  const host = hostname.replace(/^\[|\]$/g, '');
  const smtp = createTransport({
    ...timeouts,
    host,
    port: Number(port) || (secure ? 465 : 587),
    secure,
    // Whoever takes STARTTLS out of the answer could read a password, or the link in a mail, on its way.
    requireTLS: !secure && !isLoopback(host),
    ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = mailFrom.address.split('@').at(-1);
  return {
    async send({ id, recipient, ...content }) {
      await smtp.sendMail({
        ...content,
        from: mailFrom,
        to: { name: '', address: recipient },
        messageId: `<${id}@${domain}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    },
    close: () => smtp.close(),
  };
}

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.');

export type SmtpError = Error & { code?: string; command?: string; responseCode?: number };

/** RFC 5321, 4.2.1: a reply that begins with 5 is final. It is the mail's, where it answers its recipient or its content. */
export const isRefusedForGood = ({ code, command, responseCode = 0 }: SmtpError) =>
  responseCode >= 500 && (command === 'RCPT TO' || code === 'EMESSAGE');

/** What went wrong, without what the mail server said: it may repeat an address. */
export const faultOf = ({ code, responseCode, name }: SmtpError) =>
  [code ?? name, responseCode].filter(Boolean).join(' ').slice(0, 200);
