const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is HTML already; only `html` makes it. */
export class Html {
  constructor(readonly text: string) {}
}

function toText(value: string | number | Html | readonly Html[]): string {
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map((part) => part.text).join('');
  return value.toString().replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** A template whose every value is escaped, unless it is Html itself. */
export function html(
  strings: TemplateStringsArray,
  ...values: (string | number | Html | readonly Html[])[]
): Html {
  return new Html(
    strings.map((part, i) => part + (i < values.length ? toText(values[i] ?? '') : '')).join(''),
  );
}

/** A whole page, complete and small; its style sheet is the only thing it loads. */
export function page(title: string, content: Html): string {
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="stylesheet" href="/simulator/style.css" />
      </head>
      <body>
        <main>
          <p class="note">支付模拟器 · 没有真实的钱</p>
          ${content}
        </main>
      </body>
    </html> `.text;
}

/** The style sheet of all pages. */
export const STYLE = `
:root { color-scheme: light dark; --line: #d9dde3; --ink: #1c1f24; --soft: #5b6470; --paper: #fff; --ground: #f2f4f7; --blue: #0b5fd8; }
@media (prefers-color-scheme: dark) {
  :root { --line: #39414c; --ink: #eef1f5; --soft: #a7b0bd; --paper: #1b1f25; --ground: #101318; --blue: #6aa5ff; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.6 system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
main { max-width: 36rem; margin: 0 auto; padding: 1rem; }
.note { margin: .5rem 0 1rem; color: var(--soft); font-size: .875rem; text-align: center; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem; }
h1 { margin: 0 0 1rem; font-size: 1.25rem; }
.amount { margin: 0 0 1rem; font-size: 2.25rem; font-weight: 600; line-height: 1.2; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .375rem 1rem; margin: 0 0 1.25rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
form { margin: .75rem 0 0; }
button, .button { display: block; width: 100%; min-height: 3rem; padding: .6rem 1rem; border: 1px solid var(--line); border-radius: .5rem; background: transparent; color: var(--ink); font: inherit; text-align: center; text-decoration: none; cursor: pointer; }
button.main { border-color: var(--blue); background: #0b5fd8; color: #fff; font-weight: 600; }
button:focus-visible, a:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
pre { overflow: auto; padding: .75rem; border: 1px solid var(--line); border-radius: .5rem; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .8125rem; }
a { color: var(--blue); }
table { width: 100%; border-collapse: collapse; font-size: .875rem; }
th, td { padding: .375rem .5rem; border-bottom: 1px solid var(--line); text-align: left; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
`;
