import type { components, operations } from '../../api/schema.js';
import type { Filters } from '../shared/address-filters.js';
import { addDays } from '../shared/clock.js';

export type Act = components['schemas']['ActResponse'];
type Query = NonNullable<operations['adminAudit_list']['parameters']['query']>;

export const ACTIONS = [
  'user.change',
  'user.remove_second_factor',
  'user.reset_password',
  'refund.request',
  'refund.approve',
  'refund.decline',
  'reward.confirm',
  'withdrawal.approve',
  'withdrawal.reject',
  'withdrawal.pay_by_hand',
  'reconciliation.run',
] as const;

/** The filters of the list of acts, as the address names them. */
export const AUDIT_FILTERS = ['admin', 'action', 'subject', 'from', 'to'] as const;

/** What the server is asked: the last day is in the list. */
export function toAuditQuery({ to, ...rest }: Filters<(typeof AUDIT_FILTERS)[number]>): Query {
  const before = to === undefined ? undefined : (addDays(to, 1) ?? to);
  return { ...rest, ...(before !== undefined && { to: before }) } as Query;
}

/** The page about what was acted on; users have none of their own. */
export function placeOf({ action, subject }: Pick<Act, 'action' | 'subject'>): string | undefined {
  const id = encodeURIComponent(subject);
  if (action.startsWith('withdrawal.')) return `/console/withdrawals/${id}`;
  if (action.startsWith('reconciliation.')) return `/console/reconciliation/${id}`;
  return action.startsWith('user.') ? undefined : `/console/rewards/${id}`;
}
