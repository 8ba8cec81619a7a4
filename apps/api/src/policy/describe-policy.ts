import type { OpenAPIObject, OperationObject, SchemaObject } from '@nestjs/swagger';
import type { Rule, Subject } from '../access/ability.js';
import type { Permission } from '../access/can.decorator.js';
import { bindingOf, policyRules, scopeRules } from '../access/policy-rules.js';
import { withinTags } from '../openapi/tags.js';
import { describeFields } from './describe-fields.js';
import type { PolicyOperationView } from './operation.view.js';
import type { PolicyResourceView, PolicyRuleView, PolicyView } from './policy.view.js';
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
  const describedBy = new Map<unknown, string>(tags!.map(({ name, description }) => [name, description!]));
  const tagOf = (subject: Subject) => shown.find(({ permission }) => permission?.subject === subject)?.tag;
  const resources = subjectsIn(shown).map((subject) => ({
    subject,
    description: withinTags[subject] ?? describedBy.get(tagOf(subject)) ?? 'No operation is about it.',
    ofSchool: Object.keys(bindingOf(subject)).length > 0,
  }));
  return {
    resources,
    rules: rulesInOrder(resources),
    scopes: scopeRules().map(({ scope, ...rule }) => ({ scope, ...grantOf(rule) })),
    fields: describeFields(
      operations.map(([, , operation]) => operation),
      components!.schemas as Record<string, SchemaObject>,
    ),
    operations: shown,
  };
}

/** What operations need or rules are about, in the order of the operations; what is everyone's own comes last. */
function subjectsIn(operations: PolicyOperationView[]): Subject[] {
  const needed = operations.flatMap(({ permission }) => permission?.subject ?? []);
  const rules = policyRules();
  const subjects = [...new Set([...needed, ...rules.map(({ subject }) => subject)])];
  const isOthers = (subject: Subject) => !rules.some((rule) => rule.subject === subject && rule.role === 'everyone');
  return subjects.toSorted((a, b) => Number(isOthers(b)) - Number(isOthers(a)));
}

function rulesInOrder(resources: PolicyResourceView[]): PolicyRuleView[] {
  const everyone = [...roles, 'everyone'] as const;
  return resources.flatMap(({ subject }) =>
    policyRules()
      .filter((rule) => rule.subject === subject)
      .map(({ role, ...rule }) => ({ role, ...grantOf(rule) }))
      .toSorted((a, b) => everyone.indexOf(a.role) - everyone.indexOf(b.role)),
  );
}

const grantOf = ({ actions, subject, fields, conditions }: Rule) => ({
  actions,
  subject,
  fields: fields ?? null,
  conditions: conditions.map(({ words }) => words),
});
