// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Robot's variables look like placeholders.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellText, holdsVariable, splitNamed, variablesIn } from '../../../worker/domain/robot-cells.ts'
import { enumValues } from '../../../worker/domain/robot-imports.ts'

describe('cells of Robot files', () => {
  it.each([
    ['default=90', { name: 'default', value: '90' }],
    ['default=', { name: 'default', value: '' }],
    ['cmd=a=b', { name: 'cmd', value: 'a=b' }],
    ['score (job=${x})', { name: 'score (job', value: '${x})' }],
    ['a\\=b', null],
    ['${{a == 1}}', null],
    ['${item["a=b"]}', null],
    ['${x} and y=1', { name: '${x} and y', value: '1' }],
    ['plain', null],
  ])('%s is split at its first free equals sign', (raw, split) => {
    expect(splitNamed(raw)).toEqual(split)
  })

  it.each([
    ['${EMPTY}', ''],
    ['a\\nb', 'a\nb'],
    ['a\\=b', 'a=b'],
    ['\\${NOT}', '${NOT}'],
    ['\\x41\\u0042', 'AB'],
    ['C:\\\\temp', 'C:\\temp'],
  ])('%s reads as it does at run time', (raw, text) => {
    expect(cellText(raw)).toBe(text)
  })

  it('variables of a title are found, escaped ones are not', () => {
    expect(variablesIn('Check `${A}` of ${B.name} and ${C}[0] in $${D} not \\${E}')).toEqual(['A', 'B', 'C', 'D'])
    expect([holdsVariable('${A}'), holdsVariable('\\${A}'), holdsVariable('%{HOME}')]).toEqual([true, false, true])
  })

  it.each([
    ['[kubectl,oc]', ['kubectl', 'oc']],
    ['a, b', ['a', 'b']],
    ['["x","y"]', ['x', 'y']],
    ['', []],
  ])('the enum %s gives its values', (text, values) => {
    expect(enumValues(text)).toEqual(values)
  })

  it('no text makes the readers throw or loop, and a split keeps every character', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('$', '{', '}', '=', '\\', 'a', '@', '[') }), (raw) => {
        cellText(raw)
        variablesIn(raw)
        const split = splitNamed(raw)
        expect(split === null ? raw : `${split.name}=${split.value}`).toBe(raw)
      }),
    )
  })
})
