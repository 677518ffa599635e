/** Text that is safe to put into a page as it is. */
export interface Html {
  readonly html: string
}

type Part = Html | string | number | null | readonly Html[]

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function isList(part: Part): part is readonly Html[] {
  return Array.isArray(part)
}

function show(part: Part): string {
  if (part === null) return ''
  if (isList(part)) return part.map(({ html }) => html).join('')
  return typeof part === 'object' ? part.html : escapeText(String(part))
}

/** A template whose parts are escaped, unless they are made by this function themselves. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return { html: strings.reduce((whole, text, index) => `${whole}${show(parts[index - 1] ?? null)}${text}`) }
}

const style = `
:root { color-scheme: light dark; --line: light-dark(#d1d9e0, #3d444d); --soft: light-dark(#f6f8fa, #151b23); --quiet: light-dark(#59636e, #9198a1); --link: light-dark(#0550ae, #79b8ff);
  --open: light-dark(#1a7f37, #3fb950); --done: light-dark(#8250df, #ab7df8); }
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: light-dark(#fff, #0d1117); color: light-dark(#1f2328, #f0f6fc) }
header, main { max-width: 60rem; margin: auto; padding: 1rem }
header { display: flex; gap: 1rem; align-items: baseline; border-bottom: 1px solid var(--line) }
a { color: var(--link) } a:focus-visible, button:focus-visible, input:focus-visible, textarea:focus-visible, select:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
h1 { font-size: 1.5rem; overflow-wrap: anywhere } small, .quiet { color: var(--quiet) }
article, form { border: 1px solid var(--line); border-radius: .5rem; margin: 1rem 0; overflow: hidden } article > h2 { font-size: 1rem; margin: 0; padding: .5rem 1rem; background: var(--soft); border-bottom: 1px solid var(--line) }
form { padding: 1rem; display: grid; gap: .75rem } label { display: grid; gap: .25rem }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; padding: 1rem; font: .875rem/1.5 ui-monospace, monospace }
input, textarea, select, button { font: inherit; padding: .5rem; border: 1px solid var(--line); border-radius: .375rem; background: inherit; color: inherit } textarea { min-height: 8rem }
button { cursor: pointer; justify-self: start; background: var(--soft) } ul.rows { list-style: none; padding: 0 } ul.rows li { padding: .5rem 0; border-bottom: 1px solid var(--line) }
.badge { border: 1px solid currentColor; border-radius: 1rem; padding: 0 .5rem; font-size: .875rem } .open { color: var(--open) } .merged { color: var(--done) }
table { border-collapse: collapse; width: 100% } td { padding: .25rem .5rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere }`

/** A whole page. `title` and `body` hold no scripts; the reply forbids them. */
export function page(title: string, body: Html): { status: number; text: string; headers: Record<string, string> } {
  const whole = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · forge</title><style>${{ html: style }}</style></head>
<body><header><a href="/"><strong>forge</strong></a><small>a local stand-in for github.com</small></header><main>${body}</main></body></html>`
  return {
    status: 200,
    text: whole.html,
    headers: {
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    },
  }
}
