import { type Action, everyAction, type Subject } from '../access/ability.js';
import type { Permission } from '../access/can.decorator.js';
import type { Role } from '../prisma/generated/enums.js';
import type { PolicyFieldView, PolicyResourceView, PolicyRuleView, PolicyView } from './policy.view.js';
import { roles } from './role-order.js';

export const title = 'Who may do what';

/** Who isn't logged in: no role, and no rule is for it. */
export const ANONYMOUS = 'anonymous';

/** What has to be known to read the tables, for the page and for docs/policy.md. */
export const intro = ({ resources }: PolicyView, nameOf: (subject: Subject) => string) => {
  const [bound, free] = [true, false].map((is) =>
    resources.flatMap(({ subject, ofSchool }) => (ofSchool === is ? nameOf(subject) : [])).join(', '),
  );
  return [
    'This is the whole policy: what is not in it is denied. Rules add up, and none takes anything away.',
    `Most things belong to a school, and a member's rules are for those of its own school only: ${bound}. Of the others the conditions alone say which: ${free}.`,
    `The operator runs the installation and belongs to no school. Whoever is not logged in is ${ANONYMOUS}: for them there are the operations that are open to everyone, and nothing else.`,
  ];
};

export const aboutScopes =
  'What the scopes of an API key let a program do, of its own school; an admin may do all of it too.';

/** What the words for the actions stand for. What exactly one opens, its operations say. */
export const meanings: Record<Action, string> = {
  read: 'see it, by itself and in lists',
  create: 'add a new one',
  update: 'change it',
  delete: 'take it away for good',
  archive: 'take it out of every list, and keep it',
  restore: 'bring an archived one back',
  publish: 'show it to its audience, or make it a draft again',
  share:
    'let single members read a draft; whoever reads, creates or deletes an article share needs this of its article too',
  assign: 'say who teaches it',
  oversee: "reach schools other than one's own; whoever reads or changes one there needs that of it too",
};

/** What has to hold for the row, in words; undefined where any row will do. */
export const which = ({ conditions }: Pick<PolicyRuleView, 'conditions'>, and = '; ') =>
  conditions.join(and) || undefined;

/** What a rule without conditions is about. */
export const allOf = ({ ofSchool }: PolicyResourceView) => (ofSchool ? 'any of their school' : 'any');

export const rulesOf = ({ rules }: PolicyView, subject: Subject) => rules.filter((rule) => rule.subject === subject);

/** The actions that somebody may do to it, or that some operation needs. */
export const actionsOn = (policy: PolicyView, subject: Subject): Action[] => {
  const needed = policy.operations.flatMap(({ permission }) => permission ?? []);
  const known = new Set([
    ...rulesOf(policy, subject).flatMap(({ actions }) => actions),
    ...needed.filter((permission) => permission.subject === subject).map(({ action }) => action),
  ]);
  return everyAction.filter((action) => known.has(action));
};

/** What lets a role do this: its own rules, and everyone's. */
export const rulesFor = (policy: PolicyView, role: Role, action: Action, subject: Subject) =>
  rulesOf(policy, subject).filter(
    (rule) => (rule.role === role || rule.role === 'everyone') && rule.actions.includes(action),
  );

export const rolesFor = (policy: PolicyView, { action, subject }: Permission) =>
  roles.filter((role) => rulesFor(policy, role, action, subject).length > 0);

/** `read, update`: what some rule lets the role do with the field. */
export const fieldActions = (by: Pick<PolicyFieldView, 'read' | 'create' | 'update'>, role: Role) =>
  (['read', 'create', 'update'] as const).filter((action) => by[action].includes(role)).join(', ');
