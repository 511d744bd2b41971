import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** How many rows an export asks the database for at a time. */
export const EXPORT_PAGE = 1000;

/** Lets Excel read UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';

/** A cell that a spreadsheet would take for a formula, in half or full width. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;
const NEEDS_QUOTES = /[",\r\n]/;

/** One line of CSV (RFC 4180) with its line end; what a spreadsheet would take for a formula begins with `'`. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quote(disarm(cell))).join(',')}\r\n`;
}

function disarm(cell: string): string {
  return FORMULA.test(cell) && !PLAIN_NUMBER.test(cell) ? `'${cell}` : cell;
}

function quote(cell: string): string {
  return NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** A table that is made page by page while it is sent. */
export interface CsvTable {
  /** The file's name without its ending: for everybody, and as people read it. */
  readonly name: string;
  readonly title: string;
  readonly header: readonly string[];
  readonly pages: AsyncIterable<readonly (readonly string[])[]>;
}

/**
 * Sends a table as a download. A page is asked for when the client has taken the one before, and none any more when the
 * client has gone. The first is made before anything is sent, so that its failure is an ordinary error.
 */
export async function sendCsv(reply: FastifyReply, { name, title, header, pages }: CsvTable): Promise<void> {
  const iterator = pages[Symbol.asyncIterator]();
  const first = await iterator.next();
  const lines = async function* () {
    try {
      yield BYTE_ORDER_MARK + csvLine(header);
      for (let page = first; !page.done; page = await iterator.next()) {
        if (page.value.length > 0) yield page.value.map(csvLine).join('');
      }
    } finally {
      await iterator.return?.();
    }
  };
  await reply
    .type('text/csv; charset=utf-8')
    .header('vary', 'Accept-Language')
    .header(
      'content-disposition',
      `attachment; filename="${name}.csv"; filename*=UTF-8''${encodeURIComponent(title)}.csv`,
    )
    .send(Readable.from(lines()));
}
