import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { createSecretStore } from '../../worker/db/secret-store.ts'
import { readKeyring } from '../../worker/lib/sealed.ts'

const database = (env as unknown as { DB: D1Database }).DB
const base64 = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
const [first, second] = [`first:${base64()}`, `second:${base64()}`]
const by = { login: 'ada', now: 1_000 }
const key = 'sk-proj-0123456789abcdefWXYZ'

const storeWith = (setting: string) => createSecretStore(database, () => readKeyring(setting))
const rows = async () => (await database.prepare('select * from provider_keys order by name').all()).results
const sealedOf = async (name: string) =>
  (await database.prepare('select sealed from provider_keys where name = ?').bind(name).first<{ sealed: string }>())?.sealed ?? ''

beforeEach(async () => {
  await database.prepare('delete from provider_keys').run()
})

describe('a provider key', () => {
  it('comes back as it was set, and stands nowhere in the database', async () => {
    const store = storeWith(first)
    await store.set('openai', key, by)
    expect(await store.get('openai')).toBe(key)
    expect(await store.get('cursor')).toBeNull()
    const stored = JSON.stringify(await rows())
    expect(stored).not.toContain(key)
    expect(stored).not.toContain(key.slice(4, 20))
    expect(stored).not.toContain(btoa(key).slice(4, 20))
  })

  it('shows its last four characters, when and by whom it was set, and nothing else of it', async () => {
    const store = storeWith(first)
    await store.set('openai', key, by)
    await store.set('cursor', 'short', by)
    expect(await store.list()).toEqual([
      { name: 'cursor', lastFour: '', setAt: 1_000, setBy: 'ada', test: null, sealedWith: 'first' },
      { name: 'openai', lastFour: 'WXYZ', setAt: 1_000, setBy: 'ada', test: null, sealedWith: 'first' },
    ])
  })

  it('is sealed differently each time', async () => {
    const store = storeWith(first)
    const seen = new Set<string>()
    for (let n = 0; n < 50; n += 1) {
      await store.set('openai', key, by)
      seen.add(await sealedOf('openai'))
    }
    expect(seen.size).toBe(50)
  })

  it('does not open in another row', async () => {
    const store = storeWith(first)
    await store.set('openai', key, by)
    await store.set('cursor', 'another-key-of-some-length', by)
    await database
      .prepare("update provider_keys set sealed = (select sealed from provider_keys where name = 'openai') where name = 'cursor'")
      .run()
    await expect(store.get('cursor')).rejects.toMatchObject({ code: 'provider_key_unreadable', retry: 'poison' })
    expect(await store.get('openai')).toBe(key)
  })

  it('does not open when one character of it was changed, and the error does not name it', async () => {
    const store = storeWith(first)
    await store.set('openai', key, by)
    const sealed = await sealedOf('openai')
    // The last character holds padding bits only in part, so it is left out.
    for (let at = 0; at < sealed.length - 1; at += 3) {
      const other = sealed[at] === 'A' ? 'B' : 'A'
      await database
        .prepare('update provider_keys set sealed = ?')
        .bind(sealed.slice(0, at) + other + sealed.slice(at + 1))
        .run()
      const error = await store.get('openai').then(
        () => null,
        (reason: Error) => reason,
      )
      expect(error?.message, `character ${at}`).toContain('cannot be read')
      expect(error?.message).not.toContain(key)
    }
  })

  it('is gone after it was deleted', async () => {
    const store = storeWith(first)
    await store.set('openai', key, by)
    expect(await store.remove('openai')).toBe(true)
    expect(await store.remove('openai')).toBe(false)
    expect(await store.get('openai')).toBeNull()
  })

  it('keeps what a test said until it is replaced', async () => {
    const store = storeWith(first)
    await store.set('openai', key, by)
    await store.recordTest('openai', by.now, { at: 2_000, ok: true, message: 'It answers.' })
    expect((await store.list())[0]?.test).toEqual({ at: 2_000, ok: true, message: 'It answers.' })
    await store.set('openai', `${key}2`, { ...by, now: 3_000 })
    expect((await store.list())[0]?.test).toBeNull()
    // A test of the key before comes late.
    await store.recordTest('openai', by.now, { at: 3_001, ok: true, message: 'It answers.' })
    expect((await store.list())[0]?.test).toBeNull()
  })
})

describe('changing the encryption key', () => {
  it('opens what older keys sealed, seals anew with the newest, and then needs the older no more', async () => {
    await storeWith(first).set('openai', key, by)
    const both = storeWith(`${second},${first}`)
    expect(await both.get('openai')).toBe(key)
    expect(await both.rotate()).toBe(1)
    expect(await both.rotate()).toBe(0)
    const alone = storeWith(second)
    expect(await alone.get('openai')).toBe(key)
    expect((await alone.list())[0]).toMatchObject({ lastFour: 'WXYZ', setAt: 1_000, sealedWith: 'second' })
  })

  it('says which encryption key is missing', async () => {
    await storeWith(first).set('openai', key, by)
    await expect(storeWith(second).get('openai')).rejects.toThrow(/"first".*not in KEY_ENCRYPTION_KEYS/)
    await expect(storeWith('').get('openai')).rejects.toThrow(/not in KEY_ENCRYPTION_KEYS/)
  })

  it('sets nothing where there is no encryption key', async () => {
    await expect(storeWith('').set('openai', key, by)).rejects.toThrow('no key to seal with')
    expect(await rows()).toEqual([])
  })
})
