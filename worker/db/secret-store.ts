import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { OutsideError } from '../domain/failure.ts'
import { type KeyTest, lastFourOf, type StoredKey } from '../domain/provider-key.ts'
import { type Keyring, keyIdOf, SealedError, type SealedPlace, seal, unseal } from '../lib/sealed.ts'
import type { KeyPort } from '../pipeline/ports.ts'
import { providerKeys } from './schema-admin.ts'

function placeOf(name: string): SealedPlace {
  return { table: 'provider_keys', column: 'sealed', row: name }
}

/** Keys of AI providers on D1, sealed for their row. `ring` is asked for at use, so that a broken setting stops only what needs it. */
export function createSecretStore(database: D1Database, ring: () => Keyring) {
  const db = drizzle(database)
  const get = async (name: string): Promise<string | null> => {
    const row = await db.select({ sealed: providerKeys.sealed }).from(providerKeys).where(eq(providerKeys.name, name)).get()
    return row === undefined ? null : open(name, row.sealed)
  }
  const open = async (name: string, sealed: string): Promise<string> => {
    try {
      return await unseal(ring(), placeOf(name), sealed)
    } catch (error) {
      if (!(error instanceof SealedError) && !(error instanceof TypeError)) throw error
      throw new OutsideError(
        'provider_key_unreadable',
        `The key of ${name} cannot be read. ${error.message} An admin sets it again at /admin.`,
        'poison',
      )
    }
  }
  return {
    /** The key itself, for the call that needs it; null when none is set. Throws `OutsideError` `provider_key_unreadable` when it cannot be opened. */
    get,
    /** What may be shown of the keys. */
    list: async (): Promise<StoredKey[]> => (await db.select().from(providerKeys).orderBy(providerKeys.name)).map(shown),
    /** Sets or replaces a key. Throws `TypeError` when there is nothing to seal with. */
    set: async (name: string, key: string, by: { login: string; now: number }): Promise<void> => {
      const sealed = await seal(ring(), placeOf(name), key)
      const values = { sealed, lastFour: lastFourOf(key), setAt: by.now, setBy: by.login, testedAt: null, testOk: null, testMessage: null }
      await db
        .insert(providerKeys)
        .values({ name, ...values })
        .onConflictDoUpdate({ target: providerKeys.name, set: values })
    },
    /** True when there was one. */
    remove: async (name: string): Promise<boolean> => {
      const gone = await db.delete(providerKeys).where(eq(providerKeys.name, name)).returning({ name: providerKeys.name })
      return gone.length > 0
    },
    /** Keeps what a test said, unless the key was replaced meanwhile. */
    recordTest: async (name: string, setAt: number, { at, ok, message }: KeyTest): Promise<void> => {
      await db
        .update(providerKeys)
        .set({ testedAt: at, testOk: ok, testMessage: message })
        .where(and(eq(providerKeys.name, name), eq(providerKeys.setAt, setAt)))
    },
    /** Seals again with the newest key what was sealed with an older one. Returns how many; a key that was replaced meanwhile is left alone. Throws as `get` does. */
    rotate: async (): Promise<number> => {
      const keys = ring()
      let rotated = 0
      for (const { name, sealed } of await db.select().from(providerKeys)) {
        if (keyIdOf(sealed) === keys[0]?.id) continue
        const anew = await seal(keys, placeOf(name), await open(name, sealed))
        const same = and(eq(providerKeys.name, name), eq(providerKeys.sealed, sealed))
        rotated += (await db.update(providerKeys).set({ sealed: anew }).where(same).returning({ name: providerKeys.name })).length
      }
      return rotated
    },
  } satisfies KeyPort & Record<string, unknown>
}

function shown(row: typeof providerKeys.$inferSelect): StoredKey {
  const { name, lastFour, setAt, setBy, testedAt, testOk, testMessage } = row
  const test = testedAt === null || testOk === null ? null : { at: testedAt, ok: testOk, message: testMessage ?? '' }
  return { name, lastFour, setAt, setBy, test, sealedWith: keyIdOf(row.sealed) }
}
