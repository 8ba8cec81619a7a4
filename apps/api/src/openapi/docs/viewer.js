/* global document, fetch, matchMedia, setTimeout, clearTimeout, SwaggerUIBundle */

// The tokens live in this page's memory and nowhere else: whoever closes the page is logged out of it.
const scheme = 'bearer';
let accessToken;
let renewal;

const element = (id) => document.getElementById(id);
const form = element('login');
const status = element('status');

const dark = matchMedia('(prefers-color-scheme: dark)');
const followColors = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', followColors);
followColors();

const viewer = SwaggerUIBundle({
  url: '/openapi.json',
  domNode: element('viewer'),
  presets: [SwaggerUIBundle.presets.apis],
  layout: 'BaseLayout',
  validatorUrl: null,
  queryConfigEnabled: false,
  deepLinking: true,
  docExpansion: 'list',
  filter: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  onComplete: authorize,
});

/** Tells the viewer of the token, or that there is none any more. */
function authorize() {
  if (accessToken) viewer.preauthorizeApiKey(scheme, accessToken);
  else if (viewer.authSelectors.authorized()?.has(scheme)) viewer.authActions.logout([scheme]);
}

/** The answer's JSON, or an error with the problem's detail. */
async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    credentials: 'omit',
    headers: {
      ...(body && { 'Content-Type': 'application/json' }),
      ...(accessToken && { Authorization: `Bearer ${accessToken}` }),
    },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  const answer = text ? JSON.parse(text) : {};
  if (!response.ok) throw new Error(`${answer.title ?? response.status}. ${answer.detail ?? ''}`);
  return answer;
}

/** Takes a pair of tokens, and renews it half a minute before it expires. */
function keep(pair) {
  accessToken = pair.accessToken;
  authorize();
  clearTimeout(renewal);
  const renew = () =>
    post('/v1/auth/refresh', { refreshToken: pair.refreshToken }).then(keep, (error) => leave(error.message));
  renewal = setTimeout(() => void renew(), Math.max(1, pair.expiresIn - 30) * 1_000);
}

function leave(message) {
  clearTimeout(renewal);
  accessToken = undefined;
  authorize();
  form.hidden = false;
  element('logout').hidden = true;
  tell(message);
}

function tell(message, isFault = false) {
  status.textContent = message;
  status.classList.toggle('fault', isFault);
}

async function login({ email, password }) {
  tell('Logging in …');
  const pair = await post('/v1/auth/login', { email: email.value, password: password.value });
  keep(pair);
  const { role, school } = pair.membership;
  form.hidden = true;
  element('logout').hidden = false;
  element('logout').focus();
  tell(`Logged in as ${email.value}, ${role}${school ? ` at ${school.name}` : ''}.`);
}

async function logout() {
  await post('/v1/auth/logout').catch(() => undefined);
  leave('Not logged in.');
  form.elements.email.focus();
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  login(form.elements).catch((error) => tell(error.message, true));
});

element('logout').addEventListener('click', () => void logout());

element('account')?.addEventListener('change', ({ target }) => {
  form.elements.email.value = target.value;
  form.elements.password.value = form.elements.password.defaultValue;
});
