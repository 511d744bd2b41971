import { once } from 'node:events';
import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * One kept-alive HTTP/1.1 connection with one request under way at a time. It reads no more of an answer than its
 * status and length, so that the load costs the machine little.
 */
export class Connection {
  #socket;
  #received;
  #waiting;

  static async open(port) {
    const connection = new Connection();
    connection.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(connection.#socket, 'connect');
    connection.#socket.on('data', (chunk) => connection.#read(chunk));
    connection.#socket.on('error', (error) => connection.#waiting?.reject(error));
    connection.#socket.on('close', () =>
      connection.#waiting?.reject(new Error('the server closed a connection')),
    );
    return connection;
  }

  /** Sends a request as it is. @returns the answer's status and its body's bytes */
  exchange(request) {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close() {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #read(chunk) {
    this.#received = this.#received ? Buffer.concat([this.#received, chunk]) : chunk;
    const answer = parse(this.#received);
    if (!answer) return;
    this.#received = undefined;
    const { resolve } = this.#waiting;
    this.#waiting = undefined;
    resolve(answer);
  }
}

function parse(bytes) {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = bytes.latin1Slice(0, headEnd);
  const length = /\r\ncontent-length: (\d+)/i.exec(head);
  if (!length) throw new Error(`an answer without its length: ${head}`);
  const bodyStart = headEnd + HEAD_END.length;
  if (bytes.length < bodyStart + Number(length[1])) return undefined;
  return { status: Number(head.slice(9, 12)), body: bytes.subarray(bodyStart) };
}
