import type { BillOffice } from './bills/bill-office.js';
import type { CertificateOffice } from './certificates/certificate-office.js';
import type { Faults } from './faults.js';
import type { Identity } from './identity.js';
import type { PublicKeyFile } from './keys.js';
import type { Notifier } from './notifier.js';
import type { TradeBook } from './trade-book.js';
import type { TradeStore } from './trade-store.js';
import type { TransferBook } from './transfers/transfer-book.js';

/** Everything that answers a request needs. */
export interface Desk {
  identity: Identity;
  appPublicKey: PublicKeyFile;
  certificates: CertificateOffice;
  store: TradeStore;
  book: TradeBook;
  transfers: TransferBook;
  bills: BillOffice;
  notifier: Notifier;
  faults: Faults;
  /** Milliseconds since 1970 UTC. */
  now: () => number;
  /** The simulator's own address, without a slash at the end. */
  url: () => string;
}
