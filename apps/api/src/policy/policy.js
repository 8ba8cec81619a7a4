/* global document, history, location, URLSearchParams */

// The page is whole without this. It hides what the reader filters out, says how much is left, and keeps the filter in the address.
const form = document.getElementById('filter');
const { role, resource } = form.elements;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const rulesShown = () =>
  new Set(
    all('#rules tr:not([hidden]) td:not([hidden]) [data-rule]').flatMap((rule) =>
      rule.closest('tbody').hidden ? [] : rule.dataset.rule,
    ),
  ).size;
const total = rulesShown();

function apply() {
  for (const cell of all('[data-role]')) cell.hidden = role.value !== '' && cell.dataset.role !== role.value;
  for (const row of all('tbody tr:not(.heading)')) row.hidden = role.value !== '' && !concerns(row);
  for (const heading of all(':is(#rules, #fields) .heading th')) heading.colSpan = role.value ? 2 : role.length;
  for (const group of all('tbody')) {
    const isOther = resource.value !== '' && group.dataset.subject !== resource.value;
    group.hidden = isOther || all('tr:not(.heading)', group).every((row) => row.hidden);
  }
  for (const table of all('table')) table.hidden = all('tbody', table).every((group) => group.hidden);
  tell();
}

/** Whether the role may do anything of what the row says. */
function concerns(row) {
  const cell = row.querySelector(`[data-role="${role.value}"]`);
  if (cell) return !cell.classList.contains('no');
  return !row.dataset.roles || row.dataset.roles.split(' ').includes(role.value);
}

function tell() {
  const count = rulesShown();
  const label = resource.selectedOptions[0].text;
  const about = [role.value && `for the role ${role.value}`, resource.value && `on ${label}`].filter(Boolean).join(' ');
  document.getElementById('shown').textContent =
    count > 0 ? `${count} of ${total} rules${about && ` ${about}`}.` : `No rule ${about}: all of it is denied.`;
}

function read() {
  const query = new URLSearchParams(location.search);
  role.value = query.get('role') ?? '';
  resource.value = query.get('resource') ?? '';
  apply();
}

function write() {
  const query = new URLSearchParams(
    Object.entries({ role: role.value, resource: resource.value }).filter(([, value]) => value),
  );
  history.replaceState(null, '', `${location.pathname}${query.size ? `?${query}` : ''}${location.hash}`);
  apply();
}

/** A link to a row that is filtered out shows everything, and goes there. */
function reveal() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (!target || target.getClientRects().length > 0) return;
  role.value = resource.value = '';
  write();
  target.scrollIntoView();
}

form.addEventListener('change', write);
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('reset', (event) => {
  event.preventDefault();
  role.value = resource.value = '';
  write();
});
addEventListener('hashchange', reveal);
addEventListener('popstate', read);

form.hidden = false;
read();
reveal();
