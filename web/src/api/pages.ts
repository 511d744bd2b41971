import { ref, shallowRef } from 'vue';

/** A part of a list as the server answers it. */
export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

/** A list that grows on demand. Its members are reactive; do not destructure them. */
export interface Pages<Item> {
  readonly items: readonly Item[];
  readonly isLoading: boolean;
  /** Whether the first page is here. */
  readonly isLoaded: boolean;
  readonly hasMore: boolean;
  readonly problem: unknown;
  /** Loads the next page (the first one, to begin with). */
  more(): Promise<void>;
  /** Asks again for as much as is shown, and shows it in one go; what is shown stays where that fails. */
  refresh(): Promise<void>;
  /** Begins anew, e.g. with another filter. */
  restart(): Promise<void>;
}

type State = 'idle' | 'loading' | 'refreshing';

/**
 * A list by cursor. An answer that comes after the list began anew is dropped.
 *
 * @param fetchPage asks for the page behind the cursor; the first one where there is none
 */
export function usePages<Item>(fetchPage: (cursor: string | undefined) => Promise<Page<Item>>): Pages<Item> {
  const items = shallowRef<readonly Item[]>([]);
  const cursor = ref<string | null>();
  const problem = shallowRef<unknown>();
  const state = ref<State>('idle');
  let round = 0;
  let isStale = false;

  /** Does one thing at a time; a hint that came meanwhile is followed afterwards. */
  async function during(doing: State, work: (isCurrent: () => boolean) => Promise<void>): Promise<void> {
    const own = round;
    state.value = doing;
    try {
      await work(() => own === round);
    } finally {
      if (own === round) {
        state.value = 'idle';
        if (isStale) void refresh();
      }
    }
  }

  async function more(): Promise<void> {
    if (state.value === 'loading' || cursor.value === null) return;
    if (state.value === 'refreshing') round += 1;
    problem.value = undefined;
    await during('loading', async (isCurrent) => {
      try {
        const page = await fetchPage(cursor.value ?? undefined);
        if (!isCurrent()) return;
        items.value = [...items.value, ...page.items];
        cursor.value = page.next_cursor;
      } catch (error) {
        if (isCurrent()) problem.value = error;
      }
    });
  }

  async function refresh(): Promise<void> {
    if (state.value !== 'idle') {
      isStale = true;
      return;
    }
    isStale = false;
    if (cursor.value === undefined) return more();
    await during('refreshing', async (isCurrent) => {
      const fresh = await fetchAtLeast(fetchPage, items.value.length).catch(() => undefined);
      if (!fresh || !isCurrent()) return;
      items.value = fresh.items;
      cursor.value = fresh.next_cursor;
    });
  }

  async function restart(): Promise<void> {
    round += 1;
    state.value = 'idle';
    isStale = false;
    items.value = [];
    cursor.value = undefined;
    await more();
  }

  return {
    get items() {
      return items.value;
    },
    get isLoading() {
      return state.value === 'loading';
    },
    get isLoaded() {
      return cursor.value !== undefined;
    },
    get hasMore() {
      return typeof cursor.value === 'string';
    },
    get problem() {
      return problem.value;
    },
    more,
    refresh,
    restart,
  };
}

async function fetchAtLeast<Item>(
  fetchPage: (cursor: string | undefined) => Promise<Page<Item>>,
  count: number,
): Promise<Page<Item>> {
  let page = await fetchPage(undefined);
  const items = [...page.items];
  while (items.length < count && page.next_cursor) {
    page = await fetchPage(page.next_cursor);
    items.push(...page.items);
  }
  return { items, next_cursor: page.next_cursor };
}
