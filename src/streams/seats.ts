import { BlockList } from 'node:net';

/** How many streams may be open at once: in this process, for one user, and for one address of the internet. */
export interface SeatLimits {
  readonly all: number;
  readonly user: number;
  readonly address: number;
}

/** Addresses that are no visitor's own (RFC 6890): behind them may be a proxy, and behind that, everybody. */
const SHARED = new BlockList();
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  SHARED.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  SHARED.addSubnet(network, prefix, 'ipv6');
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
    return SHARED.check(address, address.includes(':') ? 'ipv6' : 'ipv4')
      ? this.limits.all
      : this.limits.address;
  }
}
