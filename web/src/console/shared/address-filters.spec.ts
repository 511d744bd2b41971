import { flushPromises, mount } from '@vue/test-utils';
import { describe, expect, it, vi } from 'vitest';
import { defineComponent } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { readFilters, toQuery, useFilteredPages } from './address-filters.js';

const NAMES = ['status', 'author'] as const;

describe('filters of an address', () => {
  it('are those that the list has', () => {
    expect(readFilters({ status: 'paid', author: ' zhang ', page: '3' }, NAMES)).toEqual({
      status: 'paid',
      author: 'zhang',
    });
  });

  it('leave out what is empty or repeated', () => {
    expect(readFilters({ status: '', author: ['a', 'b'] }, NAMES)).toEqual({});
    expect(readFilters({ status: null }, NAMES)).toEqual({});
  });

  it('are written as they are read', () => {
    const query = toQuery({ status: 'paid', author: '  ', from: ' 2026-11-01 ' });
    expect(query).toEqual({ status: 'paid', from: '2026-11-01' });
  });
});

describe('a filtered list', () => {
  it('asks for what the address says', async () => {
    const { fetchPage } = await open('/list?status=paid');
    expect(fetchPage).toHaveBeenCalledExactlyOnceWith({ status: 'paid' }, undefined);
  });

  it('puts what is applied into the address, and asks anew', async () => {
    const { list, router, fetchPage } = await open('/list');
    list.set('author', ' zhang ');
    await list.apply();
    await flushPromises();
    expect(router.currentRoute.value.fullPath).toBe('/list?author=zhang');
    expect(fetchPage).toHaveBeenLastCalledWith({ author: 'zhang' }, undefined);
  });

  it('does not ask while somebody is still typing', async () => {
    const { list, fetchPage } = await open('/list');
    list.set('author', 'zh');
    await flushPromises();
    expect(fetchPage).toHaveBeenCalledTimes(1);
  });

  it('asks again where nothing was changed', async () => {
    const { list, fetchPage } = await open('/list?status=paid');
    await list.apply();
    expect(fetchPage).toHaveBeenCalledTimes(2);
  });

  it('goes back with the address, and its fields with it', async () => {
    const { list, router, fetchPage } = await open('/list?status=paid');
    await list.clear();
    await flushPromises();
    expect(fetchPage).toHaveBeenLastCalledWith({}, undefined);
    router.back();
    await vi.waitFor(() => {
      expect(fetchPage).toHaveBeenLastCalledWith({ status: 'paid' }, undefined);
    });
    expect(list.fields.status).toBe('paid');
  });

  it('does not ask on the way to another page', async () => {
    const { router, fetchPage } = await open('/list?status=paid');
    await router.push('/other?author=zhang');
    await flushPromises();
    expect(fetchPage).toHaveBeenCalledTimes(1);
  });
});

async function open(address: string) {
  const fetchPage = vi.fn(() => Promise.resolve({ items: [], next_cursor: null }));
  let list!: ReturnType<typeof useFilteredPages<(typeof NAMES)[number], never>>;
  const List = defineComponent({
    setup() {
      list = useFilteredPages(NAMES, fetchPage);
      return () => null;
    },
  });
  const Other = defineComponent(() => () => null);
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/list', component: List },
      { path: '/other', component: Other },
    ],
  });
  await router.push(address);
  mount({ template: '<RouterView />' }, { global: { plugins: [router] } });
  await flushPromises();
  return { list, router, fetchPage };
}
