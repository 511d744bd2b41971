import { Client } from 'pg';

/**
 * A connection whose loss never ends the process: whoever uses it is told by the pool or by the statement's own error.
 * In the pool nobody else listens between the moment in which it hands a connection out and the one in which TypeORM
 * does; a server may die just then, its last words in the same packet as "ready for query".
 */
export class SteadyClient extends Client {
  constructor(...options: ConstructorParameters<typeof Client>) {
    super(...options);
    this.on('error', () => undefined);
  }
}
