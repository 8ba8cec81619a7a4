import { parseArgs } from 'node:util';
import { type ServerName, serverNames } from './servers.js';
import { type WorkName, workNames } from './work.js';

export interface Options {
  part: string;
  students: number;
  rounds: number;
  /** Of measuring, for each work of each server in each round. */
  seconds: number;
  minutes: number;
  /** Of each kind, where two kinds are told apart. */
  samples: number;
  works: WorkName[];
  servers: ServerName[];
  /** Whether the figures are kept in docs/: those of a whole run, or where it is asked for. */
  record: boolean;
}

/** @throws Error that says what is wrong with the arguments */
export function readOptions(parts: string[]): Options {
  const { values, positionals, tokens } = parseArgs({
    allowPositionals: true,
    tokens: true,
    options: {
      students: { type: 'string', default: '100000' },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '5' },
      minutes: { type: 'string', default: '10' },
      samples: { type: 'string', default: '2000' },
      only: { type: 'string', default: workNames.join(',') },
      servers: { type: 'string', default: serverNames.join(',') },
      record: { type: 'boolean' },
    },
  });
  const [part = 'servers', ...rest] = positionals;
  if (rest.length > 0 || !parts.includes(part))
    throw new Error(`One of ${parts.join(', ')} can be measured at a time.`);
  return {
    part,
    students: whole('students', values.students, 1_000),
    rounds: whole('rounds', values.rounds, 1),
    seconds: whole('seconds', values.seconds, 1),
    minutes: whole('minutes', values.minutes, 3),
    samples: whole('samples', values.samples, 100),
    works: some('only', values.only, workNames),
    servers: some('servers', values.servers, serverNames),
    record: values.record ?? !tokens.some(({ kind }) => kind === 'option'),
  };
}

function whole(name: string, text: string, least: number): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) < least) throw new Error(`--${name} is a whole number from ${least} on.`);
  return Number(text);
}

function some<T extends string>(name: string, text: string, known: readonly T[]): T[] {
  const asked = text.split(',');
  if (asked.some((one) => !known.includes(one as T))) throw new Error(`--${name} is a list of ${known.join(', ')}.`);
  return known.filter((one) => asked.includes(one));
}
