import * as z from 'zod'
import { type IslandName, islandNames } from '../../web/components/island.tsx'
import type { BuiltFiles } from '../../web/document.tsx'

/** Where the browser build writes its names (web/vite.config.ts). */
const manifestPath = '/assets/manifest.json'

const chunkSchema = z.object({
  file: z.string(),
  imports: z.array(z.string()).default([]),
  css: z.array(z.string()).default([]),
})
const manifestSchema = z.record(z.string(), chunkSchema)
type Manifest = z.infer<typeof manifestSchema>

const entry = 'entry-client.ts'

/** Files of `key` and of everything it imports, itself first, each once. */
function withImports(manifest: Manifest, key: string, seen = new Set<string>()): string[] {
  const chunk = manifest[key]
  if (chunk === undefined || seen.has(key)) return []
  seen.add(key)
  return [`/${chunk.file}`, ...chunk.imports.flatMap((imported) => withImports(manifest, imported, seen))]
}

/** Addresses for the pages from a Vite manifest; null when it is not one. */
export function readManifest(json: unknown): BuiltFiles | null {
  const parsed = manifestSchema.safeParse(json)
  const main = parsed.data?.[entry]
  if (!parsed.success || main === undefined) return null
  const started = new Set(withImports(parsed.data, entry))
  const islands: Partial<Record<IslandName, string[]>> = {}
  for (const name of islandNames) {
    const needed = new Set([...started, ...withImports(parsed.data, `islands/${name}.tsx`)])
    needed.delete(`/${main.file}`)
    islands[name] = [...needed]
  }
  return { script: `/${main.file}`, styles: main.css.map((file) => `/${file}`), islands }
}

/**
 * Reads the manifest once per isolate through `fetchAsset` (the ASSETS binding). A failure is not kept: pages are plain
 * HTML until the files are there.
 */
export function builtFiles(fetchAsset: (path: string) => Promise<Response>): () => Promise<BuiltFiles | null> {
  let known: Promise<BuiltFiles | null> | null = null
  const load = async () => {
    const response = await fetchAsset(manifestPath)
    return response.ok ? readManifest(await response.json()) : null
  }
  return async () => {
    known ??= load().catch(() => null)
    const files = await known
    if (files === null) known = null
    return files
  }
}
