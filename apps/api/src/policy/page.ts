import { frame, NAME } from '../openapi/docs/frame.js';
import { roles } from './role-order.js';
import type { PolicyView } from './policy.view.js';
import { escape, spoken } from './table.js';
import { fields, matrix, operations } from './tables.js';
import { intro, subjectsOf, title } from './wording.js';

/** The page: whole as it is served; its script only takes away what a reader filters out. */
export const page = (policy: PolicyView) =>
  frame({
    title: `${title} · ${NAME}`,
    here: '/policy',
    styles: ['/policy/policy.css'],
    scripts: ['/policy/policy.js'],
    header: '',
    main: `<main id="main">
      <h1>${title}</h1>
      ${intro.map((text) => `<p>${escape(text)}</p>`).join('\n      ')}
      <form id="filter" aria-label="Filter" hidden>
        <label>Role <select name="role"><option value="">every role</option>${roles.map((role) => `<option>${role}</option>`).join('')}</select></label>
        <label>Resource <select name="resource"><option value="">every resource</option>${subjectsOf(policy)
          .map((subject) => `<option value="${subject}">${spoken(subject)}</option>`)
          .join('')}</select></label>
        <button type="reset">Show everything</button>
        <p id="shown" role="status"></p>
      </form>
      <nav class="contents" aria-label="On this page"><a href="#rules">Rules</a> <a href="#fields">Fields</a> <a href="#operations">Operations</a></nav>
      <section id="rules" aria-label="Rules">
        <h2>Rules</h2>
        <p>Who may do it, and to which rows: “all”, or those for which the words hold. “only” names the fields that the rule is about; without it, it is about every field.</p>
        ${matrix(policy)}
      </section>
      <section id="fields" aria-label="Fields">
        <h2>Fields</h2>
        <p>What some rule lets a role do with a field, of the rows that the rule is about. A field that the caller may not read is absent from the answer.</p>
        ${fields(policy)}
      </section>
      <section id="operations" aria-label="Operations">
        <h2>Operations</h2>
        <p>What each operation of the API needs. Without it the answer is a 403, whatever the row.</p>
        ${operations(policy)}
      </section>
    </main>`,
  });
