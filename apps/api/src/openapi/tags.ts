import type { TagObject } from '@nestjs/swagger';

/** The kinds of resources, in the order in which a reader meets them. */
export const tags: TagObject[] = [
  { name: 'Identity', description: 'Logging in, tokens, sessions, and who you are.' },
  { name: 'Members', description: 'Who belongs to the school and in which role, and inviting others.' },
  {
    name: 'Students',
    description:
      'The students of the school and their guardians. Who reads decides which of them, and which of their properties, there are.',
  },
  { name: 'Teachers', description: 'The teachers of the school.' },
  { name: 'Classes', description: 'The classes, who teaches and who is enrolled in them.' },
  { name: 'Terms', description: 'The parts of the school year.' },
  { name: 'Articles', description: 'What the school publishes, for all, its staff or one class; and drafts.' },
  { name: 'Schools', description: "The caller's own school; and for the operator, all of them." },
  { name: 'Problems', description: 'What each problem type means.' },
  { name: 'Health', description: 'For the machines that watch over this server.' },
  { name: 'Documentation', description: 'This document, and the policy.' },
];
