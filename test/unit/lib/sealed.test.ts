import { randomBytes } from 'node:crypto'
import { describe, it } from 'vitest'
import { readKeyring, seal, unseal } from '../../../worker/lib/sealed.ts'

const base64 = () => randomBytes(32).toString('base64')
const place = { table: 't', column: 'c', row: 'r' }

describe('the setting KEY_ENCRYPTION_KEYS', () => {
  it('is read as a list and as JSON, newest first', ({ expect }) => {
    const [a, b] = [base64(), base64()]
    const listed = readKeyring(` 2027:${a}, 2026:${b} `)
    expect(listed.map(({ id }) => id)).toEqual(['2027', '2026'])
    expect(
      readKeyring(
        JSON.stringify([
          { id: '2027', key: a },
          { id: '2026', key: b },
        ]),
      ),
    ).toEqual(listed)
    expect(readKeyring('')).toEqual([])
  })

  it.for([
    ['without a name', base64(), /Entry 1/],
    ['too short', `a:${randomBytes(16).toString('base64')}`, /"a".*32 bytes/],
    ['not base64', 'a:%%%', /"a".*32 bytes/],
    ['twice the same name', `a:${base64()},a:${base64()}`, /same name/],
    ['broken JSON', '[{"id":', /JSON/],
    ['a JSON list of something else', '[1]', /Entry 1/],
  ] as const)('is refused when it is %s, without a word of the key', ([, setting, why], { expect }) => {
    let message = ''
    try {
      readKeyring(setting)
    } catch (error) {
      message = error instanceof Error ? error.message : ''
    }
    expect(message).toMatch(why)
    for (const secret of setting.matchAll(/[A-Za-z0-9+/]{20,}/g)) expect(message).not.toContain(secret[0])
  })
})

describe('a sealed text', () => {
  it.for(['table', 'column', 'row'] as const)('opens only with its own %s', async (part, { expect }) => {
    const ring = readKeyring(`a:${base64()}`)
    const sealed = await seal(ring, place, 'grün')
    expect(await unseal(ring, place, sealed)).toBe('grün')
    await expect(unseal(ring, { ...place, [part]: 'other' }, sealed)).rejects.toMatchObject({ why: 'not_authentic' })
  })

  it('does not open under the name of another key', async ({ expect }) => {
    const same = base64()
    const ring = readKeyring(`a:${same},b:${same}`)
    const sealed = await seal(ring, place, 'x')
    await expect(unseal(ring, place, sealed.replace('v1.a.', 'v1.b.'))).rejects.toMatchObject({ why: 'not_authentic' })
  })

  it.for(['', 'plain', 'v1.a', 'v2.a.b.c', 'v1.a.AAAA.AAAA', 'v1.a.%%.%%'])('is not mistaken for %j', async (text, { expect }) => {
    await expect(unseal(readKeyring(`a:${base64()}`), place, text)).rejects.toMatchObject({ why: 'malformed' })
  })
})
