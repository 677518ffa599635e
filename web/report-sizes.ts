import { gzipSync } from 'node:zlib'
import type { Plugin, Rolldown } from 'vite'

/** Script that the heaviest page may load, gzip. Keeps the first page under 60 KB together with its HTML and style (test/stack/page-weights.ts). */
const scriptLimitBytes = 35 * 1024

const gzipBytes = (source: string | Uint8Array) => gzipSync(source).length

/** Names of a chunk's file and of all that it imports at once; what is imported on demand is not among them. */
function loaded(bundle: Rolldown.OutputBundle, name: string, seen = new Set<string>()): Set<string> {
  const item = bundle[name]
  if (item?.type !== 'chunk' || seen.has(name)) return seen
  seen.add(name)
  for (const imported of item.imports) loaded(bundle, imported, seen)
  return seen
}

/** Prints the compressed script of the entry with each island, and fails the build when one page would load more than the limit. */
export function reportSizes(): Plugin {
  return {
    name: 'report-sizes',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((item) => item.type === 'chunk')
      const bytes = new Map(chunks.map((chunk) => [chunk.fileName, gzipBytes(chunk.code)]))
      const entry = chunks.find((chunk) => chunk.isEntry)
      const islands = chunks.filter((chunk) => chunk.facadeModuleId?.includes('/islands/'))
      for (const chunk of [entry, ...islands]) {
        if (chunk === undefined || entry === undefined) continue
        const names = loaded(bundle, chunk.fileName, loaded(bundle, entry.fileName))
        const total = [...names].reduce((sum, name) => sum + (bytes.get(name) ?? 0), 0)
        console.log(`web: page with ${chunk.name}: ${total} bytes of script, gzip (limit ${scriptLimitBytes})`)
        if (total > scriptLimitBytes) this.error(`a page with ${chunk.name} loads ${total} bytes of script, more than ${scriptLimitBytes}`)
      }
      const styles = Object.values(bundle).filter((item) => item.type === 'asset' && item.fileName.endsWith('.css'))
      const styleBytes = styles.reduce((sum, item) => sum + (item.type === 'asset' ? gzipBytes(item.source) : 0), 0)
      console.log(`web: styles ${styleBytes} bytes, gzip`)
    },
  }
}
