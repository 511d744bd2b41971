import { describe, expect, it, vi } from 'vitest';
import { type Page, usePages } from './pages.js';

/** A list of numbers, three a page, newest (highest) first. */
function numbers(list: { newest: number }) {
  return vi.fn((cursor: string | undefined): Promise<Page<number>> => {
    const from = cursor === undefined ? list.newest : Number(cursor);
    const items = [from, from - 1, from - 2].filter((number) => number > 0);
    return Promise.resolve({ items, next_cursor: from > 3 ? String(from - 3) : null });
  });
}

describe('a list by cursor', () => {
  it('grows page by page until there is no more', async () => {
    const pages = usePages(numbers({ newest: 5 }));
    expect(pages.isLoaded).toBe(false);
    await pages.more();
    expect([pages.items, pages.hasMore]).toEqual([[5, 4, 3], true]);
    await pages.more();
    expect([pages.items, pages.hasMore]).toEqual([[5, 4, 3, 2, 1], false]);
  });

  it('does not ask beyond its end, nor twice at once', async () => {
    const fetchPage = numbers({ newest: 2 });
    const pages = usePages(fetchPage);
    await Promise.all([pages.more(), pages.more()]);
    await pages.more();
    expect(fetchPage).toHaveBeenCalledTimes(1);
  });

  it('is asked for again as far as it is shown, and keeps its length', async () => {
    const list = { newest: 8 };
    const pages = usePages(numbers(list));
    await pages.more();
    await pages.more();
    list.newest = 9;
    await pages.refresh();
    expect(pages.items).toEqual([9, 8, 7, 6, 5, 4]);
  });

  it('follows a hint that came while it was loading', async () => {
    const list = { newest: 2 };
    const pages = usePages(numbers(list));
    const loading = pages.more();
    await pages.refresh();
    list.newest = 3;
    await loading;
    await vi.waitFor(() => {
      expect(pages.items).toEqual([3, 2, 1]);
    });
  });

  it('drops an answer to an earlier question', async () => {
    const answers: ((page: Page<string>) => void)[] = [];
    const pages = usePages<string>(() => new Promise((resolve) => answers.push(resolve)));
    const first = pages.more();
    const second = pages.restart();
    answers[1]!({ items: ['new'], next_cursor: null });
    answers[0]!({ items: ['old'], next_cursor: null });
    await Promise.all([first, second]);
    expect(pages.items).toEqual(['new']);
  });

  it('says what went wrong and goes on where it was', async () => {
    const fetchPage = numbers({ newest: 5 });
    const pages = usePages(fetchPage);
    await pages.more();
    fetchPage.mockRejectedValueOnce(new Error('unreachable'));
    await pages.more();
    expect([pages.items.length, pages.problem, pages.isLoading]).toEqual([
      3,
      new Error('unreachable'),
      false,
    ]);
    await pages.more();
    expect([pages.items.length, pages.problem]).toEqual([5, undefined]);
  });

  it('keeps what is shown where asking again fails', async () => {
    const fetchPage = numbers({ newest: 2 });
    const pages = usePages(fetchPage);
    await pages.more();
    fetchPage.mockRejectedValueOnce(new Error('unreachable'));
    await pages.refresh();
    expect([pages.items, pages.problem]).toEqual([[2, 1], undefined]);
  });
});
