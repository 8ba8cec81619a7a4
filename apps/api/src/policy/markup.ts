/** HTML: the one place where text becomes it. What is put in is escaped, unless it is HTML already. */
export class Markup {
  constructor(private readonly html: string) {}

  toString(): string {
    return this.html;
  }
}

type Part = Markup | string | number | Part[];

export const markup = (raw: TemplateStringsArray, ...parts: Part[]) =>
  new Markup(String.raw({ raw }, ...parts.map(htmlOf)));

const htmlOf = (part: Part): string => {
  if (Array.isArray(part)) return part.map(htmlOf).join('');
  return part instanceof Markup ? part.toString() : escape(String(part));
};

const escape = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
