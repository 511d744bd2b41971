/** A message from a client to PostgreSQL (PostgreSQL manual, 54.7), whole. */
export interface FrontendMessage {
  /** `Q`: a simple query, `S`: Sync, …; empty for the first message of a connection, which has no type. */
  readonly type: string;
  readonly bytes: Buffer;
}

const HEADER_BYTES = 5;
const STARTUP_HEADER_BYTES = 4;

/** Cuts what one connection sends into whole messages. */
export class FrontendMessages {
  private rest: Buffer = Buffer.alloc(0);
  private started = false;

  /** @returns the messages that are complete with this chunk */
  push(chunk: Buffer): FrontendMessage[] {
    this.rest = Buffer.concat([this.rest, chunk]);
    const messages: FrontendMessage[] = [];
    for (let next = this.take(); next; next = this.take()) messages.push(next);
    return messages;
  }

  private take(): FrontendMessage | undefined {
    const typeBytes = this.started ? HEADER_BYTES - STARTUP_HEADER_BYTES : 0;
    if (this.rest.length < typeBytes + STARTUP_HEADER_BYTES) return undefined;
    const length = typeBytes + this.rest.readInt32BE(typeBytes);
    if (this.rest.length < length) return undefined;
    const bytes = this.rest.subarray(0, length);
    this.rest = this.rest.subarray(length);
    const type = this.started ? bytes.toString('latin1', 0, 1) : '';
    this.started = true;
    return { type, bytes };
  }
}

/** The text of a simple query; undefined for any other message. */
export function simpleQuery({ type, bytes }: FrontendMessage): string | undefined {
  return type === 'Q' ? bytes.toString('utf8', HEADER_BYTES, bytes.length - 1).trim() : undefined;
}
