import { demoAccounts, demoPassphrase } from './accounts.js';

/** The page: a bar to log in with, and below it the viewer. In production the fields are empty. */
export const page = ({ production }: { production: boolean }) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Homeroom API</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/docs/swagger-ui.css">
    <link rel="stylesheet" href="/docs/viewer.css">
    <script src="/docs/swagger-ui-bundle.js" defer></script>
    <script src="/docs/viewer.js" defer></script>
  </head>
  <body>
    <header>
      <p class="name">Homeroom API</p>
      <form id="login" method="post" aria-label="Log in and try">
        ${production ? '' : accountField}
        <label>E-mail <input name="email" type="email" size="28" autocomplete="username" required${production ? '' : ` value="${demoAccounts[0]}"`}></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required${production ? '' : ` value="${demoPassphrase}"`}></label>
        <button>Log in and try</button>
      </form>
      <button id="logout" type="button" hidden>Log out</button>
      <p id="status" role="status">Not logged in.</p>
    </header>
    <main id="viewer"><noscript>The viewer needs JavaScript; the document itself is at <a href="/openapi.json">/openapi.json</a>.</noscript></main>
  </body>
</html>
`;

const accountField = `<label>Demo account <select id="account">${demoAccounts.map((email) => `<option>${email}</option>`).join('')}</select></label>`;
