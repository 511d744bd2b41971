import { Injectable } from '@nestjs/common';

/** The newest seal: whoever keeps it elsewhere can tell later whether the chain still contains it. */
export interface SealHead {
  readonly number: bigint;
  readonly mac: Buffer;
}

/** A seal as it is written down: `12:9f86…`, its number and its mac in hexadecimal. */
export function formatSeal({ number, mac }: SealHead): string {
  return `${number}:${mac.toString('hex')}`;
}

/** Reads what formatSeal wrote; undefined where it is something else. */
export function parseSeal(text: string): SealHead | undefined {
  const [, number, mac] = /^(\d{1,18}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (number === undefined || mac === undefined) return undefined;
  return { number: BigInt(number), mac: Buffer.from(mac, 'hex') };
}

/**
 * The newest seal that this process has seen. A chain that ends before it has been cut off, which nothing in the
 * database could tell.
 */
@Injectable()
export class SealMemory {
  private newest: SealHead | undefined;

  get head(): SealHead | undefined {
    return this.newest;
  }

  remember(head: SealHead): void {
    if (!this.newest || head.number > this.newest.number) this.newest = head;
  }
}
