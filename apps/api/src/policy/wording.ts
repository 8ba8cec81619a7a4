import type { PolicyRuleView, PolicyView } from './policy.view.js';
import { type Action, everyAction, type Subject } from '../access/ability.js';
import type { Role } from '../prisma/generated/enums.js';

export const title = 'Who may do what';

/** What has to be known to read the tables, for the page and for docs/policy.md. */
export const intro = [
  'This is the whole policy: what is not in it is denied. Rules add up, and none takes anything away.',
  "A member's rules are for rows of its own school only; no role of one school reaches another's. The operator runs the installation and belongs to no school.",
];

/** What has to hold for the row, in words; undefined where any row will do. */
export const which = ({ conditions }: PolicyRuleView, and = '; ') => conditions.join(and) || undefined;

export const subjectsOf = ({ rules }: PolicyView): Subject[] => [...new Set(rules.map(({ subject }) => subject))];

export const rulesOf = ({ rules }: PolicyView, subject: Subject) => rules.filter((rule) => rule.subject === subject);

/** The actions that somebody may do to it. */
export const actionsOn = (policy: PolicyView, subject: Subject): Action[] =>
  everyAction.filter((action) => rulesOf(policy, subject).some((rule) => rule.actions.includes(action)));

/** What lets a role do this: its own rules, and everyone's. */
export const rulesFor = (policy: PolicyView, role: Role, action: Action, subject: Subject) =>
  rulesOf(policy, subject).filter(
    (rule) => (rule.role === role || rule.role === 'everyone') && rule.actions.includes(action),
  );
