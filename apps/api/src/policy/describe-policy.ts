import type { OpenAPIObject, OperationObject, SchemaObject } from '@nestjs/swagger';
import type { Permission } from '../access/can.decorator.js';
import { policyRules } from '../access/policy-rules.js';
import { describeFields } from './describe-fields.js';
import type { PolicyOperationView, PolicyRuleView, PolicyView } from './policy.view.js';
import { roles } from './role-order.js';

type Operation = OperationObject & { 'x-permission'?: Permission };

/** The policy with the operations and the fields that it is about, in the order in which a reader meets the resources. */
export function describePolicy({ paths, tags, components }: OpenAPIObject): PolicyView {
  const order = tags!.map(({ name }) => name);
  const operations = Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods as Record<string, Operation>).map((each) => [path, ...each] as const),
    )
    .toSorted(([, , a], [, , b]) => order.indexOf(a.tags![0]!) - order.indexOf(b.tags![0]!));
  const shown = operations.map(([path, method, { operationId, tags: own, summary, 'x-permission': permission }]) => ({
    method: method.toUpperCase(),
    path,
    operationId: operationId!,
    tag: own![0]!,
    summary: summary!,
    permission: permission ?? null,
  }));
  return {
    rules: rulesInOrder(shown),
    fields: describeFields(
      operations.map(([, , operation]) => operation),
      components!.schemas as Record<string, SchemaObject>,
    ),
    operations: shown,
  };
}

function rulesInOrder(operations: PolicyOperationView[]): PolicyRuleView[] {
  const subjects = operations.flatMap(({ permission }) => permission?.subject ?? []);
  const place = (list: readonly string[], name: string) => (list.includes(name) ? list.indexOf(name) : list.length);
  return policyRules()
    .map(({ role, actions, subject, fields = null, conditions }) => ({
      role,
      actions,
      subject,
      fields,
      conditions: conditions.map(({ words }) => words),
    }))
    .toSorted(
      (a, b) => place(subjects, a.subject) - place(subjects, b.subject) || place(roles, a.role) - place(roles, b.role),
    );
}
