import * as z from 'zod'

/** What one command does, as far as its words tell. */
export const touchSchema = z.object({
  /** `local` touches nothing outside of the machine. `unknown` where the words do not tell. */
  access: z.enum(['read', 'write', 'local', 'unknown']),
  /** `get`, `describe-instances`, `GET`; null where none was found. */
  verb: z.string().nullable(),
  /** What the verb is about: a resource type, a service, an address. */
  resource: z.string().nullable(),
  namespace: z.string().nullable(),
  /** Permissions the command needs; empty where they cannot be told. */
  permissions: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('kubernetes'), group: z.string().nullable(), resource: z.string(), verbs: z.array(z.string()) }),
      z.object({ kind: z.enum(['aws', 'azure', 'gcp']), operation: z.string() }),
    ]),
  ),
})
export type Touch = z.infer<typeof touchSchema>

/** A touch with what is known; everything else is null. */
export function touch(access: Touch['access'], known: Partial<Omit<Touch, 'access'>> = {}): Touch {
  return { access, verb: null, resource: null, namespace: null, permissions: [], ...known }
}
