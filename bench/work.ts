import type pg from 'pg';
import type { Actor, World } from './world.js';

export const workNames = ['W0', 'W1', 'W2', 'W3', 'W4', 'W5', 'W6', 'W7'] as const;
export type WorkName = (typeof workNames)[number];

/** One request; `{n}` and `{etag}` in it are the load's to fill in. */
export interface Ask {
  actor?: Actor;
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

/** What a connection asks, over and over, and the tag that it begins with. */
export interface Turn {
  asks: Ask[];
  etag?: string;
}

export interface Work {
  title: string;
  status: number;
  /** For each connection. */
  turns(world: World, client: pg.Client): Turn[] | Promise<Turn[]>;
  /** What the work leaves in the database is taken out again. */
  tidy?: string;
}
