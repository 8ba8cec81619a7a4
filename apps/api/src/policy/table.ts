import type { Subject } from '../access/ability.js';
import { kebab } from '../openapi/anchor.js';
import type { Role } from '../prisma/generated/enums.js';
import { roles } from './role-order.js';

/** `Article share`, as a heading has it. */
export const spoken = (subject: Subject) =>
  kebab(subject)
    .replaceAll('-', ' ')
    .replace(/^./, (first) => first.toUpperCase());

export const escape = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

export const code = (name: string) => `<code>${escape(name)}</code>`;

/** A table of the page: what its rows are about in the first column, and a body for each group of rows. */
export const table = (caption: string, columns: string[], groups: string[]) => `<table>
  <caption>${caption}</caption>
  <thead><tr>${columns.join('')}</tr></thead>
  ${groups.join('\n  ')}
</table>`;

export const column = (text: string) => `<th scope="col">${text}</th>`;
export const roleColumns = roles.map((role) => `<th scope="col" data-role="${role}">${role}</th>`);

/** The rows of one resource, which the page's filter shows and hides together. */
export const group = (id: string, subject: Subject | undefined, heading: string, columns: number, rows: string[]) =>
  `<tbody id="${id}"${subject ? ` data-subject="${subject}"` : ''}>
    <tr class="heading"><th scope="rowgroup" colspan="${columns}">${heading}</th></tr>
    ${rows.join('\n    ')}
  </tbody>`;

/** One role's cell; without content the role is denied. */
export const cell = (role: Role, content: string | undefined) =>
  `<td data-role="${role}"${content ? '' : ' class="no"'}>${content || 'no'}</td>`;
