import { isShared } from '../http/addresses.js';

/** How many streams may be open at once: in this process, for one user, and for one address of the internet. */
export interface SeatLimits {
  readonly all: number;
  readonly user: number;
  readonly address: number;
}

/** Who wants a stream: somebody logged in is counted by who they are, anybody else by their address. */
export interface Visitor {
  readonly userId: string | undefined;
  readonly address: string;
}

/** Counts the streams that are open, so that neither one visitor nor all of them take everything. */
export class Seats {
  private taken = 0;
  private readonly byVisitor = new Map<string, number>();

  constructor(private readonly limits: SeatLimits) {}

  /** @returns how to give the seat back, once; undefined where there is none to be had. */
  take({ userId, address }: Visitor): (() => void) | undefined {
    const key = userId ?? address;
    const count = this.byVisitor.get(key) ?? 0;
    if (this.taken >= this.limits.all || count >= this.limitOf(userId, address)) return undefined;
    this.taken += 1;
    this.byVisitor.set(key, count + 1);
    return () => {
      this.giveBack(key);
    };
  }

  private giveBack(key: string): void {
    this.taken -= 1;
    const left = (this.byVisitor.get(key) ?? 1) - 1;
    if (left > 0) this.byVisitor.set(key, left);
    else this.byVisitor.delete(key);
  }

  private limitOf(userId: string | undefined, address: string): number {
    if (userId !== undefined) return this.limits.user;
    return isShared(address) ? this.limits.all : this.limits.address;
  }
}
