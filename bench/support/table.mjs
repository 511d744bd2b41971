/** Prints rows of text as a table in Markdown, numbers to the right. */
export function printTable(head, rows) {
  const widths = head.map((title, i) => Math.max(...[title, ...rows.map((row) => row[i])].map(widthOf)));
  const line = (cells) => `| ${cells.map((cell, i) => pad(cell, widths[i])).join(' | ')} |`;
  const rule = widths.map((width, i) =>
    isNumeric(rows, i) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  console.log([line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n'));
}

/** A number with as many decimals as three digits need. */
export function short(number) {
  if (number === undefined || Number.isNaN(number)) return '–';
  const size = Math.abs(number);
  return number.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

function pad(cell, width) {
  const spaces = ' '.repeat(width - widthOf(cell));
  return isNumber(cell) ? spaces + cell : cell + spaces;
}

function widthOf(text) {
  return text.length;
}

function isNumeric(rows, column) {
  return rows.length > 0 && rows.every((row) => isNumber(row[column]));
}

function isNumber(cell) {
  return /^(–|-?[\d.,]+)$/.test(cell);
}
