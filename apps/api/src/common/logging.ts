import { type LoggerService } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Logger as Pino, pino, type TransportSingleOptions } from 'pino';
import type { IdentifiedRequest } from '../auth/identified-request.js';
import type { Config } from '../config/config.js';
import { logOutput } from './log-output.js';

/** JSON lines on standard output, in UTC; on a terminal outside production in colours. */
export function createLog({ logLevel, production }: Pick<Config, 'logLevel' | 'production'>): Pino {
  const pretty: TransportSingleOptions | undefined =
    process.stdout.isTTY && !production ? { target: 'pino-pretty', options: { ignore: 'pid,hostname' } } : undefined;
  const options = { level: logLevel, base: undefined, timestamp: pino.stdTimeFunctions.isoTime };
  return pretty ? pino({ ...options, transport: pretty }) : pino(options, logOutput);
}

/** Nest's own messages, and those of our code, on the same log. */
export class NestLog implements LoggerService {
  constructor(private readonly log_: Pino) {}

  log = (message: unknown, ...rest: unknown[]) => this.write('info', message, rest);
  warn = (message: unknown, ...rest: unknown[]) => this.write('warn', message, rest);
  error = (message: unknown, ...rest: unknown[]) => this.write('error', message, rest);
  fatal = (message: unknown, ...rest: unknown[]) => this.write('fatal', message, rest);
  debug = (message: unknown, ...rest: unknown[]) => this.write('debug', message, rest);
  verbose = (message: unknown, ...rest: unknown[]) => this.write('trace', message, rest);

  /** Nest appends the name of the part that speaks; an object before it is structured data. */
  private write(
    level: 'info' | 'warn' | 'error' | 'fatal' | 'debug' | 'trace',
    message: unknown,
    rest: unknown[],
  ): void {
    const context = typeof rest.at(-1) === 'string' ? rest.at(-1) : undefined;
    if (context && frameworkChatter.has(context as string) && level === 'info') return;
    if (typeof message === 'object')
      this.log_[level]({ ...message, context }, rest.length > 1 ? String(rest[0]) : undefined);
    else this.log_[level]({ context }, typeof message === 'string' ? message : JSON.stringify(message));
  }
}

/** What Nest tells of its own start, a line for each module and route. */
const frameworkChatter = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

/**
 * One line a request (ASVS 16.2.1): who, what, when, how it ended. The route is logged by its pattern; no address with its
 * query, no header and no body, so that no token, name or other personal value can get in. `aborted` says that the client had gone
 * before it had the answer.
 */
export const requestLogger =
  (log: Pino) =>
  (request: IdentifiedRequest, reply: FastifyReply): void => {
    const { caller } = request;
    log.info({
      requestId: request.id,
      method: request.method,
      route: routeOf(request),
      status: reply.statusCode,
      aborted: reply.raw.writableFinished ? undefined : true,
      durationMs: Math.round(reply.elapsedTime * 10) / 10,
      ip: request.ip,
      userId: caller?.key ? undefined : caller?.userId,
      keyId: caller?.key?.id,
      schoolId: caller?.schoolId ?? undefined,
    });
  };

/** The pattern of its route: an address would hold ids, and what is searched for. */
export const routeOf = ({ routeOptions: { url } }: FastifyRequest) => (!url || url === '/*' ? 'unmatched' : url);
