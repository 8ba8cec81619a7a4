import type { Subject } from '../access/ability.js';
import { kebab } from '../openapi/anchor.js';
import type { Role } from '../prisma/generated/enums.js';
import { type Markup, markup } from './markup.js';
import type { PolicyRuleView } from './policy.view.js';
import { roles } from './role-order.js';

/** `Article share`, as a heading has it. */
export const spoken = (subject: Subject) =>
  kebab(subject)
    .replaceAll('-', ' ')
    .replace(/^./, (first) => first.toUpperCase());

export const code = (name: string) => markup`<code>${name}</code>`;

/** The fields that a rule is about, where it names them. */
export function onlyFields({ fields }: Pick<PolicyRuleView, 'fields'>): Markup {
  const names = fields?.map((name, at) => markup`${at > 0 ? ', ' : ''}${code(name)}`);
  return names ? markup`<p class="fields">these fields only: ${names}</p>` : markup``;
}

/** A table of the page: what its rows are about in the first column. */
export const table = (caption: string, columns: Markup[], rows: Markup[]) => markup`<table>
  <caption>${caption}</caption>
  <thead><tr>${columns}</tr></thead>
  <tbody>
    ${rows}
  </tbody>
</table>`;

export const column = (text: string) => markup`<th scope="col">${text}</th>`;
export const roleColumns = roles.map((role) => markup`<th scope="col" data-role="${role}">${role}</th>`);

/** The roles, or anonymous, that may do anything of it: the page's filter goes by them. */
export const row = (id: string, may: string[], head: Markup | string, cells: Markup) =>
  markup`<tr${id && markup` id="${id}"`} data-roles="${may.join(' ')}"><th scope="row">${head}</th>${cells}</tr>\n    `;

/** A cell for each role; where it is empty the role is denied. Where all are the same, a narrow screen shows one. */
export function roleCells(contentOf: (role: Role) => Markup[] | string): { may: Role[]; cells: Markup } {
  const contents = roles.map((role) => ({ role, content: contentOf(role) }));
  const may = contents.filter(({ content }) => content.length > 0).map(({ role }) => role);
  const isAlike = new Set(contents.map(({ content }) => String(content))).size === 1;
  const cells = contents.map(({ role, content }) => {
    const kind = content.length === 0 ? 'no' : isAlike ? 'alike' : 'some';
    return markup`<td data-role="${role}" class="${kind}">${content.length > 0 ? content : 'no'}</td>`;
  });
  return { may, cells: markup`${cells}` };
}

/** Open as it is served; on a narrow screen the page's script folds it. */
export const folding = (id: string, subject: Subject | undefined, title: string, content: Markup) =>
  markup`<details id="${id}" data-subject="${subject ?? ''}" open>
          <summary><h3>${title}</h3></summary>
          ${content}
        </details>
        `;
