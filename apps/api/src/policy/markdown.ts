import type { Action } from '../access/ability.js';
import { bindingOf, policyRules } from '../access/policy-rules.js';
import type { Role } from '../prisma/generated/enums.js';
import { code, table } from './markdown-table.js';
import { roles } from './role-order.js';
import type { PolicyResourceView, PolicyRuleView, PolicyView } from './policy.view.js';
import {
  aboutScopes,
  actionsOn,
  allOf,
  fieldActions,
  intro,
  meanings,
  rulesFor,
  rulesOf,
  title,
  which,
} from './wording.js';

/** docs/policy.md: what the page shows, and the conditions as the statements have them. Its tables are parsed by tests. */
export function policyMarkdown(policy: PolicyView): string {
  const parts = [
    `# ${title}`,
    ...intro(policy, String),
    'A rule of `everyone` is for whoever is logged in.',
    'Generated from `access/policy.ts` by `npm run policy`; a change of it is reviewed here.',
    '## Overview',
    overview(policy),
    '## What the actions mean',
    table(['action', 'means'], Object.entries(meanings)),
    ...policy.resources.flatMap((resource) => [
      `## ${resource.subject}`,
      resource.description,
      rulesOn(policy, resource),
      `### Fields of ${resource.subject}`,
      table(['field', 'sensitivity', ...roles], fieldRows(policy, resource)),
    ]),
    '## Scopes',
    aboutScopes,
    table(['scope', 'may', 'what', 'which', 'fields'], scopeRows(policy)),
    '## Operations',
    table(['operation', 'needs', 'what it does'], operationRows(policy)),
    '## The conditions, exactly',
    table(['resource', 'role', 'condition', 'where'], conditionRows(policy)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function overview(policy: PolicyView): string {
  const rows = policy.resources.flatMap((resource) =>
    actionsOn(policy, resource.subject).map((action) => [
      `${resource.subject} ${action}`,
      ...roles.map((role) => cellOf(policy, role, action, resource)),
    ]),
  );
  return table(['', ...roles], rows);
}

function cellOf(policy: PolicyView, role: Role, action: Action, resource: PolicyResourceView): string {
  const rules = rulesFor(policy, role, action, resource.subject).map((rule) => {
    const fields = !rule.fields
      ? ''
      : rule.fields.length > 3
        ? ` (${rule.fields.length} fields)`
        : ` (only ${code(rule.fields)})`;
    return `${which(rule, ' and ') ?? allOf(resource)}${fields}`;
  });
  return rules.join('<br>or ') || '–';
}

function rulesOn(policy: PolicyView, resource: PolicyResourceView): string {
  const rules = rulesOf(policy, resource.subject);
  if (rules.length === 0) return 'Nobody may do anything with it.';
  const rowOf = (rule: PolicyRuleView) => [
    rule.role,
    rule.actions.join(', '),
    which(rule) ?? allOf(resource),
    rule.fields ? code(rule.fields) : 'all',
  ];
  return table(['role', 'may', 'which', 'fields'], rules.map(rowOf));
}

const fieldRows = (policy: PolicyView, { subject }: PolicyResourceView) =>
  policy.fields
    .filter((field) => field.subject === subject)
    .map(({ name, sensitivity, ...by }) => [
      code([name]),
      sensitivity ?? '–',
      ...roles.map((role) => fieldActions(by, role) || '–'),
    ]);

const scopeRows = ({ scopes }: PolicyView) =>
  scopes.map((grant) => [
    code([grant.scope]),
    grant.actions.join(', '),
    grant.subject,
    which(grant) ?? 'any of its school',
    grant.fields ? code(grant.fields) : 'all',
  ]);

const operationRows = ({ operations }: PolicyView) =>
  operations.map(({ method, path, permission, summary }) => [
    code([`${method} ${path}`]),
    permission ? `${permission.action} ${permission.subject}` : 'nothing: open to everyone',
    summary,
  ]);

/** What each rule has besides, and one row for each condition of each role. */
function conditionRows({ resources }: PolicyView): string[][] {
  const rows = resources.flatMap(({ subject, ofSchool }) => [
    ...(ofSchool ? [[subject, 'every role', 'of their school: always', json(bindingOf(subject))]] : []),
    ...policyRules()
      .filter((rule) => rule.subject === subject)
      .flatMap(({ role, conditions }) => conditions.map(({ words, where }) => [subject, role, words, json(where)])),
  ]);
  return [...new Map(rows.map((row) => [row.join('\n'), row])).values()];
}

const json = (where: object) => code([JSON.stringify(where)]);
