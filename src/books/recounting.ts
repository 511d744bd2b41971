import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config.js';
import { SealMemory } from '../wallet/seals/seal-memory.js';
import { type Recount, recount } from './recount.js';

/** The recount as the server does it: with its keys, and with what it remembers of the seals. */
@Injectable()
export class Recounting {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly memory: SealMemory,
  ) {}

  async run(): Promise<Recount> {
    const { sealKeys } = this.config.ledger;
    const result = await recount(this.dataSource, { sealKeys, knownSeal: this.memory.head });
    if (result.seal) this.memory.remember(result.seal);
    return result;
  }
}
