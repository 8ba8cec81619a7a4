/* global document, history, location, matchMedia, URLSearchParams */

// The page is whole without this. It hides what the reader filters out, says how much is left, and keeps the filter in the address.
const form = document.getElementById('filter');
const { role, resource } = form.elements;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const rulesShown = () =>
  new Set(
    all('#rules tr:not([hidden]) td:not([hidden]) [data-rule]').flatMap((rule) =>
      rule.closest('[data-subject]').hidden ? [] : rule.dataset.rule,
    ),
  ).size;
const total = rulesShown();

function apply() {
  for (const cell of all('[data-role]')) cell.hidden = role.value !== '' && cell.dataset.role !== role.value;
  for (const row of all('[data-roles]'))
    row.hidden = role.value !== '' && !row.dataset.roles.split(' ').includes(role.value);
  for (const group of all('[data-subject]')) {
    const isOther = resource.value !== '' && group.dataset.subject !== resource.value;
    group.hidden = isOther || all('[data-roles]', group).every((row) => row.hidden);
  }
  for (const part of all('#fields, #scopes, #operations'))
    part.hidden = all('[data-subject]', part).every((group) => group.hidden);
  tell();
}

function tell() {
  const count = rulesShown();
  const label = resource.selectedOptions[0].text;
  const who = role.value === 'anonymous' ? 'for anonymous' : role.value && `for the role ${role.value}`;
  const about = [who, resource.value && `on ${label}`].filter(Boolean).join(' ');
  const isOpen = all('#open:not([hidden])').length > 0;
  const none = isOpen ? 'only what is open to everyone, under Operations.' : 'all of it is denied.';
  document.getElementById('shown').textContent =
    count > 0 ? `${count} of ${total} rules${about && ` ${about}`}.` : `No rule ${about}: ${none}`;
}

const narrow = matchMedia('(max-width: 60rem)');
const paper = matchMedia('print');

/** What is long is folded where there is little room, unless it is what was asked for. Paper can't be unfolded. */
function fold() {
  for (const each of all('details')) each.open = paper.matches || !narrow.matches || resource.value !== '';
}

function read() {
  const query = new URLSearchParams(location.search);
  role.value = query.get('role') ?? '';
  resource.value = query.get('resource') ?? '';
  apply();
  fold();
}

function write() {
  const query = new URLSearchParams(
    Object.entries({ role: role.value, resource: resource.value }).filter(([, value]) => value),
  );
  history.replaceState(null, '', `${location.pathname}${query.size ? `?${query}` : ''}${location.hash}`);
  apply();
}

/** A link to what is filtered out shows everything, one to what is folded unfolds it, and both go there. */
function reveal() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (!target) return;
  const folded = target.closest('details:not([open])');
  if (!folded && target.getClientRects().length > 0) return;
  if (folded) folded.open = true;
  if (target.closest('[hidden]')) {
    role.value = resource.value = '';
    write();
  }
  target.scrollIntoView();
}

form.addEventListener('change', ({ target }) => {
  write();
  if (target === resource) fold();
});
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('reset', (event) => {
  event.preventDefault();
  role.value = resource.value = '';
  write();
  fold();
});
for (const media of [narrow, paper]) media.addEventListener('change', fold);
addEventListener('hashchange', reveal);
addEventListener('popstate', read);

form.hidden = false;
read();
reveal();
