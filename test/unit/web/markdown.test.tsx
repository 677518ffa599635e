import { renderToString } from 'preact-render-to-string'
import { describe, it } from 'vitest'
import { placesOf, resolveHref, resolvePicture } from '../../../web/markdown/addresses.ts'
import { parseMarkdown } from '../../../web/markdown/outline.ts'
import { Markdown } from '../../../web/markdown/render.tsx'

const source = 'https://github.com/o/r/tree/main/codebundles/b'
const places = placesOf(source)
const render = (text: string) => renderToString(<Markdown parsed={parseMarkdown(text)} places={places} />)

const hostile = [
  '<script>alert(1)</script>',
  'before <img src=x onerror=alert(1)> after',
  '<svg/onload=alert(1)>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt&colon;alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](vbscript:msgbox(1))',
  '![x](https://tracker.example/p.png)',
  '![x" onerror="alert(1)](x)',
  '[x](https://a.example "\\" onmouseover=\\"alert(1)")',
  '```html" onmouseover="alert(1)\n<script>alert(1)</script>\n```',
  '| <b onclick=alert(1)>a</b> |\n| --- |\n| <script>alert(1)</script> |',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<style>*{display:none}</style>',
  '<form action=https://evil.example><input name=p></form>',
  '<!-- --!><script>alert(1)</script> -->',
]

describe('untrusted Markdown', () => {
  it.for(hostile)('does nothing: %s', (text, { expect }) => {
    const tags = [...render(text).matchAll(/<([a-z0-9]+)((?:\s[^<>]*)?)>/gi)]
    const allowed = new Set(['div', 'p', 'a', 'em', 'section', 'pre', 'table', 'thead', 'tbody', 'tr', 'th', 'td'])
    expect(tags.map(([, name]) => name?.toLowerCase()).filter((name) => !allowed.has(name ?? ''))).toEqual([])
    expect(
      tags
        .flatMap(([, , attributes]) => [...(attributes ?? '').matchAll(/\s([\w-]+)=/g)].map(([, name]) => name))
        .filter((name) => name?.startsWith('on') || name === 'src' || name === 'style'),
    ).toEqual([])
    expect([...render(text).matchAll(/href="([^"]*)"/g)].map(([, href]) => href).filter((href) => !href?.startsWith('https://'))).toEqual(
      [],
    )
  })

  it('keeps the structure that authors use', ({ expect }) => {
    const html = render('text\n\n## Title\n\n1. one\n2. two\n\n| a | b |\n| - | - |\n| 1 | `2` |\n\n> quoted **bold** &amp; _soft_\n')
    expect(html).toContain('<h3 id="readme-title">Title</h3>')
    expect(html).toContain('<ol start="1"><li>one</li><li>two</li></ol>')
    expect(html).toContain('<td><code>2</code></td>')
    expect(html).toContain('quoted <strong>bold</strong> &amp; <em>soft</em>')
  })

  it('gives links to other sites no standing and no way back', ({ expect }) => {
    expect(render('[docs](https://example.org/a)')).toContain('<a href="https://example.org/a" rel="nofollow ugc noopener">docs</a>')
  })

  it('shows the words of an image in place of the image', ({ expect }) => {
    expect(render('![The data flow](https://tracker.example/p.png)')).toBe('<div class="prose-md"><p><em>The data flow</em></p></div>')
  })

  it.for(['> ', '1) ', '- ', '* ', '[', '**', '`', '<', '![a](', '|a', '_a '])('reads 64 KB of %j in two seconds', (part, { expect }) => {
    const started = performance.now()
    render(part.repeat(65_536 / part.length))
    expect(performance.now() - started).toBeLessThan(2000)
  })

  it('shows a text nested past all use as it is written', ({ expect }) => {
    expect(render(`${'> '.repeat(3000)}deep`)).toContain('> > deep</pre>')
  })
})

describe('addresses in Markdown', () => {
  it('resolves relative ones against the bundle, and those from the top against the repository', ({ expect }) => {
    expect(resolveHref('.runwhen/rules.yaml', places.links)).toBe(`${source}/.runwhen/rules.yaml`)
    expect(resolveHref('../other/README.md#x', places.links)).toBe('https://github.com/o/r/tree/main/codebundles/other/README.md#x')
    expect(resolveHref('/LICENSE', places.links)).toBe('https://github.com/o/r/tree/main/LICENSE')
  })

  it.for([
    '../../../../../../settings',
    '/../../../../settings',
    '//evil.example',
    '\\\\evil.example',
    '#top',
    'javascript:alert(1)',
    ' javascript:alert(1)',
  ])('drops one that leaves the repository or is no address: %s', (href, { expect }) => {
    expect(resolveHref(href, places.links)).toBeNull()
  })

  it('drops relative ones where the place is not known', ({ expect }) => {
    expect(resolveHref('a.md', placesOf('nonsense').links)).toBeNull()
  })

  it('shows pictures of the repository, and none from elsewhere', ({ expect }) => {
    expect(resolvePicture('img/flow.png', places.pictures)).toBe('https://raw.githubusercontent.com/o/r/main/codebundles/b/img/flow.png')
    const others = ['https://tracker.example/p.png', '//tracker.example/p.png', '../../../../p.png', 'run.sh', 'data:image/png;base64,AA']
    expect(others.map((src) => resolvePicture(src, places.pictures))).toEqual(others.map(() => null))
    expect(placesOf('http://127.0.0.1:1/o/r/tree/main/codebundles/b').pictures).toBeNull()
  })
})

describe('the outline of a text', () => {
  it('gives each heading an anchor of its own and leaves out the title', ({ expect }) => {
    const { headings } = parseMarkdown('# Title\n\n## What `it` does\n\n## Usage\n\n### Usage\n')
    expect(headings.map(({ id, depth }) => `${depth} ${id}`)).toEqual(['2 readme-what-it-does', '2 readme-usage', '3 readme-usage-1'])
  })

  it('is where links within the text lead, and nowhere else', ({ expect }) => {
    const html = render('[a](#Usage) [b](#help)\n\n## Usage\n')
    expect(html).toContain('<a href="#readme-usage">a</a> b')
    expect(html).toContain('<h3 id="readme-usage">')
  })
})
