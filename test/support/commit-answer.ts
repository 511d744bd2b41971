/** PostgreSQL's message that a COMMIT is done (protocol, CommandComplete). */
const COMMITTED = Buffer.from('C\0\0\0\x0bCOMMIT\0', 'latin1');

/**
 * Listens to what PostgreSQL sends after a COMMIT is on its way. It may have travelled with other statements, whose
 * answers come first.
 *
 * @returns a function that is given each chunk and tells whether COMMIT has been answered
 */
export function commitAnswered(): (chunk: Buffer) => boolean {
  let heard = Buffer.alloc(0);
  return (chunk) => {
    heard = Buffer.concat([heard, chunk]);
    return heard.includes(COMMITTED);
  };
}
