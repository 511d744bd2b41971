import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { GatheredLookup } from '../database/gathered-lookup.js';
import { execute } from '../database/statement.js';
import { formatYuan } from '../money/fen.js';
import { parseTipAmount } from '../money/money.dto.js';
import type { ChangeTippingRequest, TippingResponse } from './tipping.dto.js';
import { type TippingRow, changeTipping, tippingByAuthors } from './tipping.queries.js';

/** What is offered where an author has not chosen, in fen. */
const USUAL_PRESETS_FEN = [200n, 500n, 1000n, 2000n, 5000n, 10_000n];

/** How authors ask for tips: the amounts they offer, their invitation and their thanks. */
@Injectable()
export class TippingService {
  private readonly settings: GatheredLookup<TippingRow>;

  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {
    this.settings = new GatheredLookup(dataSource, tippingByAuthors);
  }

  async read(authorId: string): Promise<TippingResponse> {
    return present(await this.settings.find(authorId));
  }

  /** The settings of many authors, by their ids. */
  async findMany(authorIds: Iterable<string>): Promise<Map<string, TippingResponse>> {
    const found = [...new Set(authorIds)].map(async (id) => [id, await this.read(id)] as const);
    return new Map(await Promise.all(found));
  }

  /** Changes what the request names. */
  async change(authorId: string, request: ChangeTippingRequest): Promise<TippingResponse> {
    const { presets, invitation, thanks } = request;
    if (presets === undefined && invitation === undefined && thanks === undefined) return this.read(authorId);
    const presetsFen = presets?.map((amount) => parseTipAmount(amount)?.toString()) ?? null;
    const values = [authorId, presetsFen, invitation ?? null, thanks ?? null];
    const [row] = await execute(this.dataSource, changeTipping, values);
    return present(row);
  }
}

function present(row: TippingRow | undefined): TippingResponse {
  const presetsFen = row?.presets_fen?.map(BigInt) ?? USUAL_PRESETS_FEN;
  return {
    presets: presetsFen.map(formatYuan),
    invitation: row?.invitation ?? '',
    thanks: row?.thanks ?? '',
  };
}
