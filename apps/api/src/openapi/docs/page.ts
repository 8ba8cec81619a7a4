import { demoAccounts, demoPassphrase } from './accounts.js';
import { frame, NAME } from './frame.js';

/** The page: a bar to log in with, and below it the viewer. In production the fields are empty. */
export const page = ({ production }: { production: boolean }) =>
  frame({
    title: NAME,
    here: '/docs',
    styles: ['/docs/swagger-ui.css', '/docs/viewer.css'],
    scripts: ['/docs/swagger-ui-bundle.js', '/docs/viewer.js'],
    header: `<form id="login" method="post" aria-label="Log in and try">
        ${production ? '' : accountField}
        <label>E-mail <input name="email" type="email" size="28" autocomplete="username" required${production ? '' : ` value="${demoAccounts[0]}"`}></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required${production ? '' : ` value="${demoPassphrase}"`}></label>
        <button>Log in and try</button>
      </form>
      <button id="logout" type="button" hidden>Log out</button>
      <p id="status" role="status">Not logged in.</p>`,
    main: `<main id="main"><div id="viewer"><noscript>The viewer needs JavaScript; the document itself is at <a href="/openapi.json">/openapi.json</a>.</noscript></div></main>`,
  });

const accountField = `<label>Demo account <select id="account">${demoAccounts.map((email) => `<option>${email}</option>`).join('')}</select></label>`;
