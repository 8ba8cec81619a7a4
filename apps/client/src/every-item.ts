import type { PageInfo } from './generated/types.gen.js';
import { type Answer, dataOf } from './problem.js';

interface Page<T> {
  data: T[];
  page: PageInfo;
}

/** Every item of a list, page by page, each page when it is needed; a problem is thrown as a ProblemError. */
export async function* everyItem<T>(
  list: (cursor: string | undefined) => Promise<Answer<Page<T>>>,
): AsyncGenerator<T, void, undefined> {
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const { data, page }: Page<T> = dataOf(await list(cursor));
    yield* data;
    cursor = page.nextCursor;
  }
}
