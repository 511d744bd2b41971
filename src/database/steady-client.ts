import { Client } from 'pg';

/**
 * A connection whose loss never ends the process. Between the moment in which a pool hands a connection out and the one
 * in which TypeORM listens to it, nobody does; a server that dies just then (its last words in the same packet as
 * "ready for query") would raise an error that nobody hears. Whoever uses the connection next is told by the pool or by
 * the statement's own error.
 */
export class SteadyClient extends Client {
  constructor(...options: ConstructorParameters<typeof Client>) {
    super(...options);
    this.on('error', () => undefined);
  }
}
