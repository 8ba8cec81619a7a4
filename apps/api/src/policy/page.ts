import { kebab } from '../openapi/anchor.js';
import { frame, NAME } from '../openapi/docs/frame.js';
import { type Markup, markup } from './markup.js';
import type { PolicyView } from './policy.view.js';
import { roles } from './role-order.js';
import { scopes } from './scopes-table.js';
import { spoken } from './table.js';
import { fields, operations, rules } from './tables.js';
import { aboutScopes, ANONYMOUS, intro, meanings, title } from './wording.js';

/** The page: whole as it is served; its script only takes away what a reader filters out, and folds what is long. */
export const page = (policy: PolicyView) =>
  frame({
    title: `${title} · ${NAME}`,
    here: '/policy',
    styles: ['/policy/policy.css'],
    scripts: ['/policy/policy.js'],
    header: '',
    main: String(markup`<main id="main">
      <h1>${title}</h1>
      ${intro(policy, spoken).map((text) => markup`<p>${text}</p>\n      `)}
      ${filter(policy)}
      ${contents(policy)}
      <section id="rules" aria-label="Rules">
        <h2>Rules</h2>
        <p>Who may do it, and to which rows: any, or those for which the words hold. Where no fields are named, the rule is about every field.</p>
        <details id="actions" open>
          <summary><h3>What the actions mean</h3></summary>
          <dl>${Object.entries(meanings).map(([action, meaning]) => markup`<div><dt>${action}</dt> <dd>${meaning}</dd></div>`)}</dl>
        </details>
        ${rules(policy)}
      </section>
      <section id="fields" aria-label="Fields">
        <h2>Fields</h2>
        <p>What some rule lets a role do with a field, of the rows that the rule is about. A field that the caller may not read is absent from the answer.</p>
        ${fields(policy)}
      </section>
      <section id="scopes" aria-label="Scopes of API keys">
        <h2>Scopes of API keys</h2>
        <p>${aboutScopes}</p>
        ${scopes(policy)}
      </section>
      <section id="operations" aria-label="Operations">
        <h2>Operations</h2>
        <p>What each operation of the API needs. Without it the answer is a 403, whatever the row.</p>
        ${operations(policy)}
      </section>
    </main>`),
  });

const contents = ({ resources }: PolicyView): Markup => markup`<nav class="contents" aria-label="On this page">
        <ul>
          <li><a href="#rules">Rules</a><ul>${resources.map(
            ({ subject }) => markup`<li><a href="#${kebab(subject)}-rules">${spoken(subject)}</a></li> `,
          )}</ul></li>
          <li><a href="#fields">Fields</a></li>
          <li><a href="#scopes">Scopes of API keys</a></li>
          <li><a href="#operations">Operations</a></li>
        </ul>
      </nav>`;

const filter = ({ resources }: PolicyView): Markup => markup`<form id="filter" aria-label="Filter" hidden>
        <label>Role <select name="role"><option value="">every role</option>${roles.map(
          (role) => markup`<option>${role}</option>`,
        )}<option value="${ANONYMOUS}">${ANONYMOUS} (not logged in)</option></select></label>
        <label>Resource <select name="resource"><option value="">every resource</option>${resources.map(
          ({ subject }) => markup`<option value="${subject}">${spoken(subject)}</option>`,
        )}</select></label>
        <button type="reset">Show everything</button>
        <p id="shown" role="status"></p>
      </form>`;
