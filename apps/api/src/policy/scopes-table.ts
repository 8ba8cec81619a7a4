import { type Markup, markup } from './markup.js';
import type { PolicyScopeView, PolicyView } from './policy.view.js';
import { code, column, folding, onlyFields, row, spoken, table } from './table.js';
import { which } from './wording.js';

/** A row for each scope of API keys. No role has them, so whoever filters by one doesn't see them. */
export function scopes(policy: PolicyView): Markup {
  const rows = [...Map.groupBy(policy.scopes, ({ scope }) => scope)].map(([name, grants]) =>
    row('', [], code(name), markup`<td>${grants.map(grantOf)}</td>`),
  );
  const title = 'What each scope gives';
  return folding('key-scopes', undefined, title, table(title, [column('Scope'), column('Lets a key')], rows));
}

function grantOf(grant: PolicyScopeView): Markup {
  const rows = which(grant, ' and ') ?? 'any of its school';
  return markup`<p>${grant.actions.join(', ')} ${spoken(grant.subject)}: ${rows}</p>${onlyFields(grant)}`;
}
