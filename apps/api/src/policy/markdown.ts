import type { Action, Subject } from '../access/ability.js';
import { policyRules } from '../access/policy-rules.js';
import type { Role } from '../prisma/generated/enums.js';
import { roles } from './role-order.js';
import type { PolicyRuleView, PolicyView } from './policy.view.js';
import { actionsOn, intro, rulesFor, rulesOf, subjectsOf, title, which } from './wording.js';

/** docs/policy.md: what the page shows, and the conditions as the statements have them. Its tables are parsed by tests. */
export function policyMarkdown(policy: PolicyView): string {
  const parts = [
    `# ${title}`,
    ...intro,
    'Generated from `access/policy.ts` by `npm run policy`; a change of it is reviewed here.',
    '## Overview',
    overview(policy),
    ...subjectsOf(policy).flatMap((subject) => [
      `## ${subject}`,
      table(['role', 'may', 'which', 'fields'], rulesOf(policy, subject).map(ruleRow)),
      `### Fields of ${subject}`,
      table(['field', 'sensitivity', ...roles], fieldRows(policy, subject)),
    ]),
    '## Operations',
    table(['operation', 'needs'], operationRows(policy)),
    '## The conditions, exactly',
    'On the rows of a school, each rule of a member has `{"schoolId":"‹own school›"}` besides.',
    table(['role', 'condition', 'where'], conditionRows()),
  ];
  return `${parts.join('\n\n')}\n`;
}

function overview(policy: PolicyView): string {
  const rows = subjectsOf(policy).flatMap((subject) =>
    actionsOn(policy, subject).map((action) => [
      `${subject} ${action}`,
      ...roles.map((role) => cellOf(policy, role, action, subject)),
    ]),
  );
  return table(['', ...roles], rows);
}

function cellOf(policy: PolicyView, role: Role, action: Action, subject: Subject): string {
  const rules = rulesFor(policy, role, action, subject).map((rule) => {
    const fields = !rule.fields
      ? ''
      : rule.fields.length > 3
        ? ` (${rule.fields.length} fields)`
        : ` (${code(rule.fields)})`;
    return `${which(rule, ' and ') ?? 'all'}${fields}`;
  });
  return rules.join('<br>or ') || '–';
}

const ruleRow = (rule: PolicyRuleView) => [
  rule.role,
  rule.actions.join(', '),
  which(rule) ?? 'all',
  rule.fields ? code(rule.fields) : 'all',
];

const fieldRows = (policy: PolicyView, subject: Subject) =>
  policy.fields
    .filter((field) => field.subject === subject)
    .map(({ name, sensitivity, ...by }) => [
      code([name]),
      sensitivity ?? '–',
      ...roles.map(
        (role) =>
          (['read', 'create', 'update'] as const).filter((action) => by[action].includes(role)).join(', ') || '–',
      ),
    ]);

const operationRows = ({ operations }: PolicyView) =>
  operations.map(({ method, path, permission }) => [
    code([`${method} ${path}`]),
    permission ? `${permission.action} ${permission.subject}` : 'nothing: open to everyone',
  ]);

/** One row for each condition of each role, in the order of the policy. */
function conditionRows(): string[][] {
  const rows = policyRules().flatMap(({ role, conditions }) =>
    conditions.map(({ words, where }) => [role, words, code([JSON.stringify(where)])]),
  );
  return [...new Map(rows.map((row) => [row.join('\n'), row])).values()];
}

const code = (names: string[]) => names.map((name) => `\`${name}\``).join(', ');

/** One row a line. A vertical bar within a cell would end it. */
function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
