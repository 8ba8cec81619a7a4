/** How the API calls several of the new things and one of them, as in a URL: rooms and room, parent-evenings and parent-evening. */
export interface Names {
  many: string;
  one: string;
}

/** The longest name of an index is the model's with 27 characters more, and PostgreSQL cuts names at 63. */
const LONGEST = 36;

/** @throws what is wrong with the name, and what to do about it */
export function namesOf(many: string, one = singularOf(many)): Names {
  for (const name of [many, one]) {
    if (!/^[a-z]+(?:-[a-z]+)*$/.test(name) || name.length > LONGEST)
      throw new Error(
        `"${name}" is no name for a module: give lower-case words with hyphens between them, as in a URL (rooms, parent-evenings), of at most ${LONGEST} letters.`,
      );
    if (spoken.has(camel(name)))
      throw new Error(`"${name}" already means something in TypeScript, or in the code to be written: choose another.`);
  }
  if (types.has(pascal(one))) throw new Error(`Prisma takes no model with the name "${pascal(one)}": choose another.`);
  if (many === one) throw new Error(`One and many of them are both called "${one}": the code needs two names.`);
  return { many, one };
}

/** What is left without the s, where that can't be wrong: movies have a movie or a movy, buses a bus, courses a course. */
function singularOf(many: string): string {
  if (many.endsWith('s') && !/(?:(?:[iosvxz]|ch|sh)e|[isu])s$/.test(many)) return many.slice(0, -1);
  throw new Error(
    `What is one of "${many}" called? Say it with --singular: it is guessed only where nothing but an s is added.`,
  );
}

/** The text of a template, or its path, with the names in it. Each placeholder is written as its name will be. */
export function filled(text: string, { many, one }: Names): string {
  const spokenOne = one.replaceAll('-', ' ');
  const spokenMany = many.replaceAll('-', ' ');
  const article = /^[aeiou]/.test(one) ? 'an' : 'a';
  const values: Record<string, string> = {
    __ManyThings__: pascal(many),
    __OneThing__: pascal(one),
    __manyThings__: camel(many),
    __oneThing__: camel(one),
    '__many-things__': many,
    '__one-thing__': one,
    __many_things__: many.replaceAll('-', '_'),
    '__Many things__': capital(spokenMany),
    '__many things__': spokenMany,
    '__one thing__': spokenOne,
    '__A thing__': `${capital(article)} ${spokenOne}`,
    '__a thing__': `${article} ${spokenOne}`,
  };
  return Object.entries(values).reduce((result, [placeholder, value]) => result.replaceAll(placeholder, value), text);
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const pascal = (name: string) => name.split('-').map(capital).join('');
const camel = (name: string) => pascal(name).charAt(0).toLowerCase() + pascal(name).slice(1);

/** Words of the language, and those that the templates give a meaning: none can be the name of a variable there. */
const spoken = new Set(
  `await break case catch class const continue debugger default delete do else enum export extends false finally for function
  if implements import in instanceof interface let new null package private protected public return static super switch this
  throw true try typeof undefined var void while with yield arguments eval constructor
  archive archived caller change changes data id ifMatch live matching notFound query restore rows select version where`.split(
    /\s+/,
  ),
);

/** The types of Prisma's schema, and the names that its client keeps to itself. */
const types = new Set('String Boolean Int BigInt Float Decimal DateTime Json Bytes Prisma PrismaClient'.split(' '));
