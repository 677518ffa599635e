// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Robot Framework writes its variables so
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { paint } from '../../../web/highlight/paint.ts'

const kinds = (source: string, language: string) =>
  paint(source, language).map((line) => line.filter(({ text }) => text.trim() !== '').map(({ kind, text }) => `${kind}:${text}`))

describe('colours of source text', () => {
  it.for(['robot', 'sh', 'yaml', 'unknown'])('lose and add no character: %s', (language, { expect }) => {
    const pieces = ['*** Tasks ***', '    ', '\t', '"', "'", '#', '${A}', '$x', '<<EOT', 'EOT', '\n', 'if', 'key: ', '\\', '[Tags]', 'é']
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 40 }), (parts) => {
        const source = parts.join('')
        expect(
          paint(source, language)
            .map((line) => line.map(({ text }) => text).join(''))
            .join('\n'),
        ).toBe(source)
      }),
    )
  })

  it('tell tasks, settings, calls, variables and comments of Robot Framework apart', ({ expect }) => {
    const source =
      '*** Tasks ***\nCheck `${POD}`\n    [Tags]    access:read-only\n    ${a}=    RW.CLI.Run Cli    cmd=ls    # why\n    IF    $a\n'
    expect(kinds(source, 'robot')).toEqual([
      ['section:*** Tasks ***'],
      ['name:Check `', 'variable:${POD}', 'name:`'],
      ['word:[Tags]', 'plain:access:read-only'],
      ['variable:${a}=', 'word:RW.CLI.Run Cli', 'plain:cmd=ls', 'comment:# why'],
      ['word:IF', 'word:$a'],
      [],
    ])
  })

  it('follow quotes and here-documents of a shell over lines', ({ expect }) => {
    expect(kinds("a='one\ntwo' # no\ncat <<EOT\nx $y\nEOT\ndone", 'sh')).toEqual([
      ['plain:a', 'plain:=', "text:'one"],
      ["text:two'", 'comment:# no'],
      ['plain:cat', 'plain:<', 'plain:<', 'plain:EOT'],
      ['text:x ', 'variable:$y'],
      ['text:EOT'],
      ['word:done'],
    ])
  })

  it('stay plain for a line that nobody reads', ({ expect }) => {
    expect(paint('x '.repeat(5_000), 'sh')[0]).toHaveLength(1)
  })

  it.for(['robot', 'sh', 'yaml'])('take less than a second for 200 KB of anything: %s', (language, { expect }) => {
    for (const part of ['"', "'", '${', '<<', '# ', '    ', 'a:', '\\']) {
      const started = performance.now()
      paint(`${part.repeat(1_000 / part.length)}\n`.repeat(190), language)
      expect(performance.now() - started).toBeLessThan(1_000)
    }
  })
})
