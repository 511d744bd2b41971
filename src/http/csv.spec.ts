import { csvLine } from './csv.js';

describe('a line of CSV', () => {
  it('ends in CR LF and quotes what needs quotes', () => {
    expect(csvLine(['a', 'b,c', 'say "x"', 'two\nlines', ''])).toBe('a,"b,c","say ""x""","two\nlines",\r\n');
  });

  it.each(['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\tx', '＝1+1', '-', '+8613800000000', '-1.', '--1'])(
    'disarms %j',
    (cell) => {
      expect(csvLine([cell]).replaceAll('"', '')).toBe(`'${cell}\r\n`);
    },
  );

  it('disarms a cell that begins with a line end', () => {
    expect(csvLine(['\r=1'])).toBe(`"'\r=1"\r\n`);
  });

  it.each(['-5.00', '0.01', '-0.05', '12', '写得好 =1', 'a-b'])('leaves %j as it is', (cell) => {
    expect(csvLine([cell])).toBe(`${cell}\r\n`);
  });
});
