import type { SchemaObject } from '@nestjs/swagger';
import type { Subject } from '../access/ability.js';
import { policyRules } from '../access/policy-rules.js';
import type { Route } from './routes.js';

/** The schema that names what the policy speaks of. */
export const SUBJECT = 'Subject';

/** Leaves in it the tables that some rule is about or some operation asks for. The others are nobody's business. */
export function narrowSubjects(schemas: Record<string, SchemaObject>, routes: Iterable<Route>): void {
  const asked = [...routes].flatMap(({ decision }) => (typeof decision === 'object' ? decision.subject : []));
  const known = new Set<unknown>([...policyRules().map(({ subject }) => subject), ...asked] satisfies Subject[]);
  const schema = schemas[SUBJECT]!;
  schema.enum = schema.enum!.filter((name) => known.has(name));
}
