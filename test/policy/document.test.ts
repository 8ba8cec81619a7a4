import { readFileSync } from 'node:fs';
import { buildDocument } from '../../apps/api/src/openapi/document.js';
import { createPreview } from '../../apps/api/src/openapi/preview.js';
import { describePolicy } from '../../apps/api/src/policy/describe-policy.js';
import { policyMarkdown } from '../../apps/api/src/policy/markdown.js';
import type { PolicyView } from '../../apps/api/src/policy/policy.view.js';

describe('docs/policy.md', () => {
  const text = readFileSync('docs/policy.md', 'utf8');
  let policy: PolicyView;

  beforeAll(async () => {
    policy = describePolicy(buildDocument(await createPreview()));
  });

  it('is what the policy says (if not: npm run policy)', () => {
    expect(text).toBe(policyMarkdown(policy));
  });

  it('has every rule under its subject, and no other', () => {
    const sections = text.split(/^## /m).map((section) => [/^\w+/.exec(section)?.[0], section] as const);
    const listed = sections.flatMap(([subject, section]) => {
      const [, rows] = /^\| role \| may \| which \| fields \|\n.*\n((?:\|.*\n)*)/m.exec(section) ?? [];
      return (rows?.trim().split('\n') ?? []).map((row) => `${subject} ${row}`);
    });
    const rules = policy.rules.map(({ role, actions, subject, fields, conditions }) => {
      const names = fields?.map((name) => `\`${name}\``).join(', ') ?? 'all';
      return `${subject} | ${role} | ${actions.join(', ')} | ${conditions.join('; ') || 'all'} | ${names} |`;
    });
    expect(listed).toEqual(rules);
  });

  it('keeps a vertical bar of a condition in its cell', () => {
    const [first, ...others] = policy.rules;
    const rules = [{ ...first!, conditions: ['theirs | or not'] }, ...others];
    expect(policyMarkdown({ ...policy, rules })).toContain('| theirs \\| or not |');
  });
});
