import { renderMarkdown } from './markdown.js';

describe('Markdown', () => {
  it.each([
    ['# 标题', '<h1>标题</h1>'],
    ['**粗** *斜* ~~删~~ `码`', '<p><strong>粗</strong> <em>斜</em> <s>删</s> <code>码</code></p>'],
    ['> 引', '<blockquote>\n<p>引</p>\n</blockquote>'],
    ['3. 三', '<ol start="3">\n<li>三</li>\n</ol>'],
    ['```ts\na < b\n```', '<pre><code class="language-ts">a &lt; b\n</code></pre>'],
    ['a  \nb', '<p>a<br />\nb</p>'],
    ['1 < 2 && "x"', '<p>1 &lt; 2 &amp;&amp; "x"</p>'],
    [
      '| a |\n|:-:|',
      '<table>\n<thead>\n<tr>\n<th style="text-align:center">a</th>\n</tr>\n</thead>\n</table>',
    ],
  ])('renders %j', (source, html) => {
    expect(renderMarkdown(source).trim()).toBe(html);
  });

  it('gives every link to the outside rel="noopener noreferrer nofollow"', () => {
    const html = renderMarkdown('[a](https://example.com "t") <https://example.org> [m](mailto:a@b.cn)');
    expect(html.match(/<a /g)).toHaveLength(3);
    expect(html.match(/rel="noopener noreferrer nofollow"/g)).toHaveLength(3);
  });

  it('shows pictures from http and https without telling their host who reads what', () => {
    expect(renderMarkdown('![图](https://example.com/a.png)')).toContain(
      '<img src="https://example.com/a.png" alt="图" loading="lazy" referrerpolicy="no-referrer" />',
    );
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '<iframe src="javascript:alert(1)"></iframe>',
    '<a href="javascript:alert(1)">x</a>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java\tscript:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](vbscript:msgbox(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '<javascript:alert(1)>',
    '![x](javascript:alert(1))',
    '![x](data:image/svg+xml;base64,PHN2Zz4=)',
    '![x](data:image/png;base64,AAAA)',
    '![x" onerror="alert(1)](https://a/"onerror="alert(1))',
    '[x](https://a "\' onmouseover=alert(1)")',
    '[x]: javascript:alert(1)\n\n[x]',
    '```"><script>alert(1)</script>\nx\n```',
    '``` x" onclick="alert(1)\nx\n```',
    '| a |\n|:-:|\n| <img src=x onerror=alert(1)> |',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '<style>*{display:none}</style>',
    '<form action="https://evil"><input name="password"></form>',
    '[x](//evil.example/a)',
    '![x](//evil.example/a.png)',
  ])('renders nothing that could run or reach out from %j', (source) => {
    const tags = renderMarkdown(source).match(/<[^>]*>/g) ?? [];
    for (const tag of tags) {
      expect(tag).not.toMatch(/<(script|svg|iframe|style|form|input)/i);
      expect(tag.replace(/"[^"]*"/g, '""')).not.toMatch(/\son\w+\s*=/i);
      expect(tag).not.toMatch(/(href|src)="\s*(?!https?:\/\/|mailto:)/i);
    }
  });

  it('gets through what is made to be slow', () => {
    for (const piece of ['[', '![', '*', '_a*', '`', '> ', '- a\n  ', '[a](', '&', '|a|b|\n|-|-|\n']) {
      const start = performance.now();
      renderMarkdown(piece.repeat(100_000 / piece.length));
      expect(performance.now() - start).toBeLessThan(10_000);
    }
  });
});
