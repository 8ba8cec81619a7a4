import { readFileSync } from 'node:fs';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ApiOperation, ApiTags, type OpenAPIObject } from '@nestjs/swagger';
import { Can } from '../../apps/api/src/access/can.decorator.js';
import { when } from '../../apps/api/src/access/condition.js';
import { AppModule } from '../../apps/api/src/app.module.js';
import type { Config } from '../../apps/api/src/config/config.js';
import { buildDocument } from '../../apps/api/src/openapi/document.js';
import { createPreview } from '../../apps/api/src/openapi/preview.js';
import { describePolicy } from '../../apps/api/src/policy/describe-policy.js';
import { page } from '../../apps/api/src/policy/page.js';
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
    const anyOf = (subject: string) =>
      ['School', 'User', 'Session', 'Factor'].includes(subject) ? 'any' : 'any of their school';
    const rules = policy.rules.map(({ role, actions, subject, fields, conditions }) => {
      const names = fields?.map((name) => `\`${name}\``).join(', ') ?? 'all';
      return `${subject} | ${role} | ${actions.join(', ')} | ${conditions.join('; ') || anyOf(subject)} | ${names} |`;
    });
    expect(listed).toEqual(rules);
  });

  it('keeps a vertical bar of a condition in its cell', () => {
    const [first, ...others] = policy.rules;
    const rules = [{ ...first!, conditions: ['theirs | or not'] }, ...others];
    expect(policyMarkdown({ ...policy, rules })).toContain('| theirs \\| or not |');
  });

  it.each(['theirs | or not', 'theirs; or not', 'theirs\nor not', 'any of them', ''])(
    'has no condition that its tables could not hold: %j',
    (words) => {
      expect(() => when(words, {})).toThrow(`policy: ${JSON.stringify(words).replace('\\n', '\n')} can't be the words`);
    },
  );

  it('says of each table that is bound to the school that it is, and gives each condition of a resource once', () => {
    const [, exact] = text.split('## The conditions, exactly');
    const rows = exact!.split('\n').flatMap((line) => {
      const [, resource, role, words, where] = /^\| (\w+) \| ([\w ]+) \| (.*) \| `(.*)` \|$/.exec(line) ?? [];
      return resource ? [{ key: `${resource}, ${role}: ${words}`, resource, where: JSON.parse(where!) as object }] : [];
    });
    const keys = rows.map(({ key }) => key);
    expect(keys).toEqual([...new Set(keys)]);
    expect(keys).toEqual(expect.arrayContaining(['School, student: their own', 'Enrollment, student: their own']));
    const bound = rows.filter(({ where }) => 'schoolId' in where).map(({ resource }) => resource);
    expect(text).toContain(`a member's rules are for those of its own school only: ${bound.join(', ')}.`);
    expect(bound).toEqual(expect.arrayContaining(['Student', 'Membership', 'ArticleShare']));
    expect(bound).not.toContain('Session');
  });

  describe('with an operation that nobody may use', () => {
    let document: OpenAPIObject;
    let undecided: PolicyView;

    beforeAll(async () => {
      @ApiTags('Terms')
      @Controller('v1/login-failures')
      class LoginFailuresController {
        @Get()
        @Can('read', 'LoginFailure' as never)
        @ApiOperation({ summary: 'List <b>failures</b>' })
        findMany(): void {}
      }
      @Module({ imports: [AppModule.with({ docs: true } as Config)], controllers: [LoginFailuresController] })
      class Larger {}
      document = buildDocument(
        await NestFactory.create(Larger, new FastifyAdapter(), { preview: true, logger: false, abortOnError: false }),
      );
      undecided = describePolicy(document);
    });

    it('says so, and names what it is about', () => {
      const [, section] = policyMarkdown(undecided).split('\n## LoginFailure\n');
      expect(section).toMatch(/^\nThe parts of the school year\.\n\nNobody may do anything with it\.\n/);
      expect(policyMarkdown(undecided)).toContain('| LoginFailure read | – | – | – | – | – |');
      expect(page(undecided)).toContain('<th scope="row">read <small>nobody</small></th>');
      expect(page(undecided)).toContain('<a href="#login-failure-read">read Login failure</a>');
    });

    it('says nothing of a table that is nobody’s and that nothing asks for', () => {
      expect(policyMarkdown(undecided)).not.toContain('ClassTeacher');
    });

    it('has each address on the page once', () => {
      const ids = [...page(undecided).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
      expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
      const links = [...page(undecided).matchAll(/ href="#([^"]*)"/g)].map(([, id]) => id);
      expect(links.filter((id) => !ids.includes(id))).toEqual([]);
    });

    it('takes no text for HTML', () => {
      const evil = '"><script>';
      const [rule, ...rules] = undecided.rules;
      const [scope, ...scopes] = undecided.scopes;
      const [field, ...fields] = undecided.fields;
      const [operation, ...operations] = undecided.operations;
      const [resource, ...resources] = undecided.resources;
      const html = page({
        resources: [{ ...resource!, description: evil }, ...resources],
        rules: [{ ...rule!, conditions: [evil], fields: [evil] }, ...rules],
        scopes: [{ ...scope!, scope: evil, conditions: [evil], fields: [evil] }, ...scopes],
        fields: [{ ...field!, name: evil }, ...fields],
        operations: [
          { ...operation!, method: evil, path: evil, tag: evil, operationId: evil, summary: evil },
          ...operations,
        ],
      });
      expect(html.match(/<script|<b>/g)).toEqual(['<script']);
      expect(html).toContain('List &#60;b&#62;failures&#60;/b&#62;');
      expect(html.split('&#34;&#62;&#60;script&#62;').length).toBeGreaterThan(8);
    });
  });
});
