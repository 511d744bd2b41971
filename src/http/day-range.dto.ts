import { IsOptional } from 'class-validator';
import { InvalidInput } from '../errors/app-error.js';
import { addDays, beijingDayOf, isDay } from './beijing-day.js';
import { field } from './fields.js';

/** How many days there are where none are named. */
const USUAL_DAYS = 30;

function IsDay(): PropertyDecorator {
  return field('isDay', { text: 'date' }, (value) => typeof value === 'string' && isDay(value));
}

/** Which days, in Beijing; the last 30 where neither is given. */
export class DayRangeQuery {
  /**
   * The first day; 29 days before the last where absent.
   * @example '2026-10-24'
   */
  @IsOptional()
  @IsDay()
  from?: string;

  /**
   * The last day, included; today where absent.
   * @example '2026-11-22'
   */
  @IsOptional()
  @IsDay()
  to?: string;
}

/** Days in Beijing, `yyyy-MM-dd`, both included. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** The days a request means. @throws InvalidInput where the first comes after the last, or there are more than `maxDays` */
export function dayRange(query: DayRangeQuery, maxDays: number): DayRange {
  const to = query.to ?? beijingDayOf(new Date());
  const from = query.from ?? addDays(to, 1 - USUAL_DAYS);
  if (from > to || addDays(from, maxDays) <= to) {
    throw new InvalidInput([{ field: 'from', text: 'day_range', params: { max: maxDays } }]);
  }
  return { from, to };
}

/** All days of the range, in order. */
export function daysOf({ from, to }: DayRange): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}
