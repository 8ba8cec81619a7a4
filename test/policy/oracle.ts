import { conditions, type Me } from './conditions.js';
import type { AgreedRule, Contract } from './contract.js';
import type { Row, Tables } from './tables.js';
import type { Asker } from './askers.js';

/** The tables of no school; every other row is for members of its own school alone. */
const ofNoSchool = new Set(['School', 'User', 'Session', 'Factor', 'ExternalIdentity']);

/** What docs/policy.md lets someone do. */
export class Oracle {
  constructor(
    private readonly contract: Contract,
    private readonly all: Tables,
  ) {}

  /** The rules by which the role may do this to some row. */
  rules({ role }: Asker, action: string, subject: string): AgreedRule[] {
    return this.contract.rules.filter(
      (rule) =>
        (rule.role === role || (role !== undefined && rule.role === 'everyone')) &&
        rule.actions.includes(action) &&
        rule.subject === subject,
    );
  }

  /** The rules by which this one may do this to this row. */
  rulesFor(asker: Asker, action: string, subject: string, row: Row): AgreedRule[] {
    return this.rules(asker, action, subject).filter((rule) => this.holds(rule, row, asker.me!));
  }

  may(asker: Asker, action: string, subject: string, row: Row): boolean {
    return this.rulesFor(asker, action, subject, row).length > 0;
  }

  /** Which of these fields. */
  fields(asker: Asker, action: string, subject: string, row: Row, of: string[]): string[] {
    const rules = this.rulesFor(asker, action, subject, row);
    return of.filter((field) => rules.some(({ fields }) => !fields || fields.includes(field)));
  }

  /** Whether a list may speak of the field: by every rule that shows some of its rows. */
  maySort(asker: Asker, subject: string, field: string): boolean {
    return this.rules(asker, 'read', subject).every(({ fields }) => !fields || fields.includes(field));
  }

  private holds({ subject, conditions: words }: AgreedRule, row: Row, me: Me): boolean {
    if (!ofNoSchool.has(subject) && row.schoolId !== me.schoolId) return false;
    return words.every((each) => {
      const holds = conditions[`${subject}: ${each}`];
      if (!holds) throw new Error(`test/policy/conditions.ts does not say what "${subject}: ${each}" means`);
      return holds(row, me, this.all);
    });
  }
}
