import type { Action } from '../access/ability.js';
import type { Permission } from '../access/can.decorator.js';
import { anchorOf, kebab, OPEN } from '../openapi/anchor.js';
import { type Markup, markup } from './markup.js';
import type { PolicyOperationView } from './operation.view.js';
import type { PolicyResourceView, PolicyRuleView, PolicyView } from './policy.view.js';
import { roles } from './role-order.js';
import { code, column, folding, onlyFields, roleCells, roleColumns, row, spoken, table } from './table.js';
import { actionsOn, allOf, ANONYMOUS, fieldActions, rolesFor, rulesFor, which } from './wording.js';

/** Role × resource × action, with the conditions in words, the fields, and the operations that each line opens. */
export const rules = (policy: PolicyView) =>
  policy.resources.map((resource) => {
    const { subject, description } = resource;
    const rows = actionsOn(policy, subject).map((action) => ruleRow(policy, resource, action));
    const columns = [column('Action'), ...roleColumns, column('What it opens')];
    return markup`<section id="${kebab(subject)}-rules" data-subject="${subject}" aria-label="${spoken(subject)}">
          <h3>${spoken(subject)}</h3>
          <p>${description}</p>
          ${table(`The rules on ${spoken(subject)}`, columns, rows)}
        </section>
        `;
  });

function ruleRow(policy: PolicyView, resource: PolicyResourceView, action: Action): Markup {
  const { subject } = resource;
  const { may, cells } = roleCells((role) =>
    rulesFor(policy, role, action, subject).flatMap((rule, index) => [
      ...(index > 0 ? [markup`\n<p class="or">or</p>`] : []),
      ruleOf(rule, policy.rules.indexOf(rule), resource),
    ]),
  );
  const nobody = may.length > 0 ? '' : markup` <small>nobody</small>`;
  const links = operationsWith(policy, { action, subject }).map(
    (operation) => markup`<a href="${addressOf(operation)}">${operation.summary}</a> `,
  );
  return row(
    anchorOf({ action, subject }),
    may,
    markup`${action}${nobody}`,
    markup`${cells}<td class="opens">${links}</td>`,
  );
}

function ruleOf(rule: PolicyRuleView, index: number, resource: PolicyResourceView): Markup {
  return markup`<div data-rule="${index}"><p>${which(rule, ' and ') ?? allOf(resource)}</p>${onlyFields(rule)}</div>`;
}

/** What some rule lets a role do with each field. */
export const fields = (policy: PolicyView) =>
  policy.resources.flatMap(({ subject }) => {
    const own = policy.fields.filter((field) => field.subject === subject);
    const rows = own.map(({ name, sensitivity, ...by }) => {
      const { may, cells } = roleCells((role) => fieldActions(by, role));
      const mark = sensitivity ? markup` <small class="${sensitivity}">${sensitivity}</small>` : '';
      return row('', may, markup`${code(name)}${mark}`, cells);
    });
    if (rows.length === 0) return [];
    const title = `Fields of ${spoken(subject)}`;
    return folding(`${kebab(subject)}-fields`, subject, title, table(title, [column('Field'), ...roleColumns], rows));
  });

/** What each operation needs. */
export const operations = (policy: PolicyView) =>
  [undefined, ...policy.resources].flatMap((resource) => {
    const { subject } = resource ?? {};
    const rows = policy.operations
      .filter(({ permission }) => permission?.subject === subject)
      .map((operation) => operationRow(policy, operation));
    if (rows.length === 0) return [];
    const [id, title] = subject
      ? [`${kebab(subject)}-operations`, `Operations on ${spoken(subject)}`]
      : [OPEN, 'Open to everyone, logged in or not'];
    const columns = [column('Operation'), column('What it does'), column('Needs')];
    return folding(id, subject, title, table(title, columns, rows));
  });

function operationRow(policy: PolicyView, operation: PolicyOperationView): Markup {
  const { method, path, summary, permission } = operation;
  const may = permission ? rolesFor(policy, permission) : [ANONYMOUS, ...roles];
  const needs = permission
    ? markup`<a href="#${anchorOf(permission)}">${permission.action} ${spoken(permission.subject)}</a>`
    : 'nothing';
  const link = markup`<a href="${addressOf(operation)}">${code(`${method} ${path}`)}</a>`;
  return row('', may, link, markup`<td>${summary}</td><td class="needs">${needs}</td>`);
}

const operationsWith = ({ operations: all }: PolicyView, { action, subject }: Permission) =>
  all.filter(({ permission }) => permission?.subject === subject && permission.action === action);

const addressOf = ({ tag, operationId }: PolicyOperationView) =>
  `/docs#/${encodeURIComponent(tag)}/${encodeURIComponent(operationId)}`;
