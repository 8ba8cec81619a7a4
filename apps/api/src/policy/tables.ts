import { anchorOf, kebab, OPEN } from '../openapi/anchor.js';
import { roles } from './role-order.js';
import type { PolicyOperationView, PolicyRuleView, PolicyView } from './policy.view.js';
import { cell, code, column, escape, group, roleColumns, spoken, table } from './table.js';
import { actionsOn, rulesFor, subjectsOf, which } from './wording.js';

const width = roles.length + 1;

/** Role × resource × action, with the conditions in words and the fields. */
export const matrix = (policy: PolicyView) =>
  table(
    'The rules',
    [column('Action'), ...roleColumns],
    subjectsOf(policy).map((subject) => {
      const rows = actionsOn(policy, subject).map((action) => {
        const cells = roles.map((role) => {
          const rules = rulesFor(policy, role, action, subject);
          return cell(
            role,
            rules.map((rule) => ruleOf(rule, policy.rules.indexOf(rule))).join('\n<p class="or">or</p>'),
          );
        });
        return `<tr id="${anchorOf({ action, subject })}"><th scope="row">${action}</th>${cells.join('')}</tr>`;
      });
      return group(kebab(subject), subject, spoken(subject), width, rows);
    }),
  );

function ruleOf(rule: PolicyRuleView, index: number): string {
  const fields = rule.fields ? ` <span class="fields">only ${rule.fields.map(code).join(', ')}</span>` : '';
  return `<p data-rule="${index}">${escape(which(rule, ' and ') ?? 'all')}${fields}</p>`;
}

/** Resource and field × role: what some rule lets the role do with the field. */
export const fields = (policy: PolicyView) =>
  table(
    'The fields',
    [column('Field'), ...roleColumns],
    subjectsOf(policy).map((subject) => {
      const own = policy.fields.filter((field) => field.subject === subject);
      const rows = own.map(({ name, sensitivity, ...by }) => {
        const cells = roles.map((role) =>
          cell(role, (['read', 'create', 'update'] as const).filter((action) => by[action].includes(role)).join(', ')),
        );
        const mark = sensitivity ? ` <small class="${sensitivity}">${sensitivity}</small>` : '';
        return `<tr><th scope="row">${code(name)}${mark}</th>${cells.join('')}</tr>`;
      });
      return group(`${kebab(subject)}-fields`, subject, spoken(subject), width, rows);
    }),
  );

/** What each operation needs. */
export const operations = (policy: PolicyView) =>
  table(
    'The operations',
    [column('Operation'), column('What it does'), column('Needs')],
    [
      group(OPEN, undefined, 'Open to everyone', 3, operationsOn(policy, undefined)),
      ...subjectsOf(policy).map((subject) =>
        group(`${kebab(subject)}-operations`, subject, spoken(subject), 3, operationsOn(policy, subject)),
      ),
    ],
  );

const operationsOn = (policy: PolicyView, subject: string | undefined) =>
  policy.operations
    .filter(({ permission }) => permission?.subject === subject)
    .map((operation) => operationOf(policy, operation));

function operationOf(
  policy: PolicyView,
  { method, path, operationId, tag, summary, permission }: PolicyOperationView,
): string {
  const link = `<a href="/docs#/${tag}/${operationId}">${code(`${method} ${path}`)}</a>`;
  const needs = permission
    ? `<a href="#${anchorOf(permission)}">${permission.action} ${spoken(permission.subject)}</a>`
    : 'nothing';
  const may =
    permission && roles.filter((role) => rulesFor(policy, role, permission.action, permission.subject).length > 0);
  return `<tr${may ? ` data-roles="${may.join(' ')}"` : ''}><th scope="row">${link}</th><td>${escape(summary)}</td><td>${needs}</td></tr>`;
}
