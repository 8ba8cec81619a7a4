/** What a mail says. */
export interface Message {
  subject: string;
  text: string;
  html: string;
}

interface Parts {
  subject: string;
  /** Whom it addresses; some addresses have no name yet. */
  name?: string | undefined;
  paragraphs: string[];
  /** What to click on, and what stands after it. */
  link?: { label: string; href: string };
  closing?: string[];
}

/** The same in plain text and in HTML, which has nothing that a mail program would have to fetch. */
export function message({ subject, name, paragraphs, link, closing = [] }: Parts): Message {
  const greeting = name ? `Dear ${name},` : 'Hello,';
  const text = [greeting, ...paragraphs, ...(link ? [`${link.label}:\n${link.href}`] : []), ...closing];
  const html = [
    ...[greeting, ...paragraphs].map(paragraph),
    ...(link ? [`<p><a href="${escaped(link.href)}">${escaped(link.label)}</a></p>`] : []),
    ...closing.map(paragraph),
  ];
  return {
    subject: oneLine(subject),
    text: `${text.join('\n\n')}\n`,
    html: `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>\n<body>\n${html.join('\n')}\n</body></html>\n`,
  };
}

const paragraph = (text: string) => `<p>${escaped(text)}</p>`;
/** A name can't begin another header. */
const oneLine = (text: string) => text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');

export const escaped = (text: string) => text.replace(/[&<>"']/g, (letter) => `&#${letter.codePointAt(0)};`);
