import type { TagObject } from '@nestjs/swagger';
import type { Subject } from '../access/ability.js';

/** The kinds of resources, in the order in which a reader meets them. */
export const tags: TagObject[] = [
  { name: 'Identity', description: 'Logging in, tokens, sessions, and who you are.' },
  { name: 'Members', description: 'Who belongs to the school and in which role, and inviting others.' },
  {
    name: 'Students',
    description:
      'The students of the school, and who their guardians are. Who reads decides which of them, and which of their properties, there are.',
  },
  { name: 'Teachers', description: 'The teachers of the school.' },
  { name: 'Classes', description: 'The classes, who teaches and who is enrolled in them.' },
  { name: 'Terms', description: 'The parts of the school year.' },
  { name: 'Articles', description: 'What the school publishes, for all, its staff or one class; and drafts.' },
  { name: 'Schools', description: "The caller's own school; and for the operator, all of them." },
  { name: 'API keys', description: 'What programs of the school come in with.' },
  { name: 'Problems', description: 'What each problem type means.' },
  { name: 'Health', description: 'For the machines that watch over this server.' },
  { name: 'Documentation', description: 'This document, and the policy.' },
];

/** What a tag's description doesn't say by itself: of several kinds of resources under one tag, the lesser ones. */
export const withinTags: Partial<Record<Subject, string>> = {
  Guardianship: 'Who is a guardian of which student.',
  Enrollment: 'Which student is in which class, and since when.',
  ArticleShare: 'Which member may read a draft before it is published.',
  User: 'Your own account: who you are, and your password.',
  Session: 'Your own account: where you are logged in, and as which of your memberships.',
};
