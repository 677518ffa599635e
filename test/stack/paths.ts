import { resolve } from 'node:path'

/** Folder of package.json and wrangler.toml. */
export const projectRoot = resolve(import.meta.dirname, '../..')
