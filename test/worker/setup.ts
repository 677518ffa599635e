import { applyD1Migrations, type D1Migration } from 'cloudflare:test'
import { env } from 'cloudflare:workers'

const bindings = env as unknown as { DB: D1Database; SEARCH: D1Database; MAIN_MIGRATIONS: D1Migration[]; SEARCH_MIGRATIONS: D1Migration[] }

await applyD1Migrations(bindings.DB, bindings.MAIN_MIGRATIONS)
await applyD1Migrations(bindings.SEARCH, bindings.SEARCH_MIGRATIONS)
