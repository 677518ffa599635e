import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quoteForMarkdown, sanitise } from '../../../worker/domain/sanitise.ts'

const hidden: [string, string, string][] = [
  ['a comment', 'a<!-- hide -->b', 'ab'],
  ['an unterminated comment', 'a <!-- hide', 'a'],
  ['a comment whose brackets are entities', 'a&lt;!-- hide --&gt;b', 'ab'],
  ['a comment encoded twice', 'a&amp;lt;!-- hide --&amp;gt;b', 'ab'],
  ['a comment split by zero-width spaces', 'a<!\u200B-- hide -->b', 'ab'],
  ['zero-width, bidi, soft hyphen and tag characters', 'a\u200Bb\u202Ec\u00ADd\u{E0041}e', 'abcde'],
  ['control characters', 'a\u0000b\u0007c', 'abc'],
  ['an image with its texts', 'a ![hide](https://x.example/p.png "hide") b', 'a  b'],
  ['the title of a link', '[shown](https://x.example "hide")', '[shown](https://x.example)'],
  ['a link definition that renders to nothing', 'a\n\n[//]: # (hide)\n\nb', 'a\n\n\nb'],
  ['attributes of a harmless tag', '<p title="hide">shown</p>', '<p>shown</p>'],
  ['a tag with its script', 'a<script>hide()</script>b', 'ab'],
  ['a javascript address', '[x](javascript:hide)', '[x]()'],
  ['a data address', 'see data:text/html;base64,aGlkZQ== there', 'see  there'],
]

const secrets = [
  `ghp_${'aB3dE6gH9j'.repeat(4)}`,
  `ghs_${'aB3.dE6-gH9_j'.repeat(10)}`,
  `github_pat_${'aB3dE6gH9j'.repeat(4)}`,
  `sk-${'aB3dE6gH9j'.repeat(3)}`,
  'AKIAIOSFODNN7EXAMPLE',
  'ASIAIOSFODNN7EXAMPLE',
  'xoxb-123456789-abcdefghij',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcDEF123',
  '-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\ndef\n-----END RSA PRIVATE KEY-----',
]

/** Strings built from the pieces that the rules look for, which random text never meets. */
const tricky = fc
  .array(
    fc.constantFrom(
      '<',
      '>',
      '!',
      '--',
      '&',
      'amp;',
      'lt;',
      '#60;',
      '[',
      ']',
      '(',
      ')',
      '"',
      "'",
      ':',
      'javascript:',
      'data:,',
      'script',
      ' ',
      '\n',
      '\u200B',
      '\u202E',
      'ghp_',
      'aB3dE6gH9jK2',
      '/',
      'b',
      '![',
      '<!--',
      '-->',
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''))

describe('sanitising', () => {
  it.each(hidden)('takes out %s', (_what, dirty, clean) => {
    const result = sanitise(dirty)
    expect(result.text).toBe(clean)
    expect(result.removed.length).toBeGreaterThan(0)
  })

  it.each(secrets)('redacts %s', (secret) => {
    expect(sanitise(`before ${secret} after`)).toMatchObject({ text: 'before [redacted] after', removed: [{ what: 'secret', count: 1 }] })
  })

  it.each([
    'data:config and data:logs tags',
    'kubectl get pods -n <namespace>',
    'disk-usage-of-a-large-volume-claims',
    'ghp_xxxxxxxxxxxxxxxxxxxx',
    'a < b && c > d',
    'JavaScript: our front end',
  ])('leaves alone: %s', (text) => {
    expect(sanitise(text)).toMatchObject({ text, removed: [] })
  })

  it('keeps the pieces it took out for people, without credentials and with characters that can be seen', () => {
    const key = `ghp_${'aB3dE6gH9j'.repeat(4)}`
    const { pieces } = sanitise(`a\u200Bb <!-- use ${key} --> ![x](https://a.example/p.png "do it")`)
    expect(pieces).toEqual([
      { what: 'invisible character', text: 'U+200B' },
      { what: 'html comment', text: '<!-- use [redacted] -->' },
      { what: 'image text', text: '![x](https://a.example/p.png "do it")' },
    ])
  })

  it('changes nothing the second time', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.oneof(tricky, fc.string({ unit: 'binary', maxLength: 300 })), (text) => {
        const once = sanitise(text)
        expect(sanitise(once.text)).toMatchObject({ text: once.text, removed: [] })
      }),
      { numRuns: 3000 },
    )
  })

  it('gives at most 64 KB, in a bounded time, for the worst texts known', { timeout: 60_000 }, () => {
    const worst = [
      '<!--',
      '&amp;',
      '[',
      '![',
      '<a ',
      '((((',
      '<script>',
      '[x](',
      ' \n',
      '-----BEGIN PRIVATE KEY-----',
      'eyJaaaaaaaaa.',
      '\u{1F600}',
    ]
    for (const piece of worst) {
      const started = performance.now()
      const { text } = sanitise(piece.repeat(Math.ceil(200_000 / piece.length)))
      expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(64 * 1024)
      expect(performance.now() - started, piece).toBeLessThan(4000)
    }
  })
})

describe('quoting for a comment', () => {
  it('mentions nobody, links and closes nothing, and holds no HTML', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '@ada',
            '#12',
            'GH-3',
            'closes ',
            'Fixes: ',
            'resolved ',
            'a/b#4',
            '<b>',
            '<!-- x -->',
            '```',
            'text',
            '\n',
            ' ',
            'https://github.com/a/b/issues/1',
          ),
          { maxLength: 20 },
        ),
        (parts) => {
          const quoted = quoteForMarkdown(parts.join(''))
          expect(quoted).not.toMatch(/@[A-Za-z0-9]/)
          expect(quoted).not.toMatch(/#\d|\bGH-\d/)
          expect(quoted).not.toMatch(/\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s/i)
          expect(quoted).not.toMatch(/<|```/)
        },
      ),
    )
  })
})
