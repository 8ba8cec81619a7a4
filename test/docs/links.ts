import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/*
 * A link from a document into the code names what it points at, so that it can be held to it: the line of
 * [`rows`](../apps/api/src/access/rows.ts#L14) is the one that declares `rows` there, or, for what is no declaration (a test's
 * title, a part of a statement), the only one that has it. `npm run docs:links` writes line numbers anew.
 */

export interface Relinked {
  /** The document with every line number that could be found. */
  text: string;
  /** The links whose thing is on another line of its file now. */
  moved: string[];
  /** The links that point at nothing, each with what is missing. */
  lost: string[];
}

// What stands between ``` is shown, not linked; an address of another host is not ours to hold.
const fence = /^(```[^]*?^```$)/m;
const link = /\[((?:`[^`]*`|[^\]`])*)\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]*))?\)/g;

/** The document `file`, whose content is `text`, with its links checked and their lines as they are now. */
export function relink(file: string, text: string): Relinked {
  const moved: string[] = [];
  const lost: string[] = [];
  const relinkOne = (whole: string, label: string, path: string, anchor?: string) => {
    try {
      const right = anchorOf(path ? join(dirname(file), path) : file, label, anchor);
      if (right === anchor) return whole;
      moved.push(`${whole} is at #${right}`);
      return whole.replace(/#[^)]*\)$/, `#${right})`);
    } catch (error) {
      lost.push(`${whole} ${(error as Error).message}`);
      return whole;
    }
  };
  const parts = text.split(fence).map((part) => (part.startsWith('```') ? part : part.replace(link, relinkOne)));
  return { text: parts.join(''), moved, lost };
}

/** What has to follow the # of a link to this file. @throws what is missing */
function anchorOf(file: string, label: string, anchor: string | undefined): string | undefined {
  if (!existsSync(file)) throw new Error('has no such file');
  if (anchor === undefined) return undefined;
  const text = readFileSync(file, 'utf8');
  if (/^L\d+$/.test(anchor)) {
    const [, name] = /^`([^`]+)`$/.exec(label) ?? [];
    if (!name) throw new Error('has to name a thing of that line, in backticks');
    return `L${lineOf(name, text)}`;
  }
  if (!file.endsWith('.md') || !headings(text).includes(anchor)) throw new Error('has no such heading');
  return anchor;
}

/** The line on which the file declares the name; of a name that it declares nowhere, the one that has it. @throws if it isn't one */
export function lineOf(name: string, text: string): number {
  const escaped = name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const whole = `(?<![\\w$])${escaped}(?![\\w$])`;
  const kinds = [
    new RegExp(`\\b(?:function|class|const|let|interface|type|enum|model) ${whole}`),
    // A method, a property or a setting: the name comes first, and it is no call.
    new RegExp(
      `^[\\s#]*(?:(?:private|readonly|protected|static|abstract|override|async) )*['"]?${whole}['"]?(?:[?!]?\\s*[:=<]|\\((?:.*[({]\\}?)?$)`,
    ),
    new RegExp(whole),
  ];
  const lines = text.split('\n');
  const places = kinds
    .map((kind) => lines.flatMap((line, index) => (kind.test(line) ? [index + 1] : [])))
    .find((found) => found.length > 0);
  if (!places) throw new Error('names what is not in that file');
  if (places.length > 1) throw new Error(`names what is on lines ${places.join(', ')} of that file`);
  return places[0]!;
}

/** The anchors that GitHub gives the headings of a Markdown text. */
function headings(text: string): string[] {
  const titles = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, title]) => title!);
  return titles.map((title) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
