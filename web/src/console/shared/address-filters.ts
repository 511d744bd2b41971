import { type LocationQuery, type LocationQueryRaw, useRoute, useRouter } from 'vue-router';
import { reactive, type ShallowRef, shallowRef, watch } from 'vue';
import { type Page, usePages } from '../../api/pages.js';

/** Filters by name; those that are not set are left out. */
export type Filters<Name extends string> = Partial<Record<Name, string>>;

/** The filters that an address carries. What is empty, repeated or no filter of ours is left out. */
export function readFilters<Name extends string>(
  query: LocationQuery,
  names: readonly Name[],
): Filters<Name> {
  const filters: Filters<Name> = {};
  for (const name of names) {
    const value = query[name];
    if (typeof value === 'string' && value.trim() !== '') filters[name] = value.trim();
  }
  return filters;
}

/** The address part for what stands in the fields: only what is filled in. */
export function toQuery(fields: Readonly<Record<string, string>>): LocationQueryRaw {
  return Object.fromEntries(
    Object.entries(fields)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== ''),
  );
}

/** The filters in the address of the page that is shown. On the way to another page, they stay what they were. */
export function useAddressFilters<Name extends string>(
  names: readonly Name[],
): Readonly<ShallowRef<Filters<Name>>> {
  const route = useRoute();
  const ownPath = route.path;
  const filters = shallowRef(readFilters(route.query, names));
  watch(
    () => JSON.stringify(readFilters(route.query, names)),
    () => {
      if (route.path === ownPath) filters.value = readFilters(route.query, names);
    },
  );
  return filters;
}

/**
 * A list whose filters are kept in the address: so a view can be reloaded, shared, and gone back to. `fields` is what
 * stands in the form; it counts once it is applied.
 */
export function useFilteredPages<Name extends string, Item>(
  names: readonly Name[],
  fetchPage: (filters: Filters<Name>, cursor: string | undefined) => Promise<Page<Item>>,
) {
  const route = useRoute();
  const router = useRouter();
  const applied = useAddressFilters(names);
  const empty = Object.fromEntries(names.map((name) => [name, ''])) as Record<Name, string>;
  const fields = reactive<Record<string, string>>({ ...empty, ...applied.value });
  const pages = usePages((cursor) => fetchPage(applied.value, cursor));

  watch(
    applied,
    () => {
      Object.assign(fields, empty, applied.value);
      void pages.restart();
    },
    { immediate: true },
  );

  async function show(query: LocationQueryRaw): Promise<void> {
    const unchanged = JSON.stringify(query) === JSON.stringify(route.query);
    if (unchanged) await pages.restart();
    else await router.push({ query });
  }

  return {
    fields,
    applied,
    pages,
    set: (name: string, value: string) => {
      fields[name] = value;
    },
    apply: () => show(toQuery(fields)),
    clear: () => show({}),
  };
}
