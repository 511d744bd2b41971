import { reactive } from 'vue';
import { api, ask } from '../api/client.js';
import { usePages } from '../api/pages.js';
import type { components } from '../api/schema.js';
import { dayAfter } from '../time.js';

export type Transaction = components['schemas']['TransactionResponse'];

export const DIRECTIONS = ['in', 'out'] as const;
export const KINDS = ['tips', 'refunds', 'withdrawals'] as const;

/** What the list is narrowed to; empty: not by that. Days are Beijing's, both included. */
export interface TransactionFilters {
  direction: '' | (typeof DIRECTIONS)[number];
  kind: '' | (typeof KINDS)[number];
  from: string;
  to: string;
}

/** The filters as the routes want them: only those that are set, and the end not included. */
export function queryOf(filters: TransactionFilters) {
  const { direction, kind, from, to } = filters;
  return {
    ...(direction && { direction }),
    ...(kind && { kind }),
    ...(from && { from }),
    ...(to && { to: dayAfter(to) }),
  };
}

/** Where the period can be had as a table; the whole of it, whatever the list is narrowed to beside that. */
export function csvAddress({ from, to }: Pick<TransactionFilters, 'from' | 'to'>): string {
  const query = new URLSearchParams({ ...(from && { from }), ...(to && { to: dayAfter(to) }) }).toString();
  return `/wallet/transactions.csv${query && `?${query}`}`;
}

/** The fund-flow record, newest first. Call `transactions.restart()` after a change of the filters. */
export function useTransactions() {
  const filters = reactive<TransactionFilters>({ direction: '', kind: '', from: '', to: '' });
  const transactions = usePages<Transaction>((cursor) => {
    const query = { ...queryOf(filters), ...(cursor && { cursor }) };
    return ask(api.GET('/wallet/transactions', { params: { query } }));
  });
  return { filters, transactions };
}
