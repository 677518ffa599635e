import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/** Script that the heaviest page may load, gzip. Keeps the first page under 60 KB together with its HTML and style. */
const scriptLimitBytes = 35 * 1024

/** Prints the compressed size of every built file and fails the build when all scripts together exceed the limit. */
export function reportSizes(): Plugin {
  return {
    name: 'report-sizes',
    apply: 'build',
    generateBundle(_options, bundle) {
      const rows = Object.values(bundle)
        .filter((item) => /\.(js|css)$/.test(item.fileName))
        .map((item) => ({ name: item.fileName, bytes: gzipSync(item.type === 'chunk' ? item.code : item.source).length }))
      const scripts = rows.filter((row) => row.name.endsWith('.js')).reduce((sum, row) => sum + row.bytes, 0)
      const styles = rows.filter((row) => row.name.endsWith('.css')).reduce((sum, row) => sum + row.bytes, 0)
      console.log(`web: all scripts ${scripts} bytes gzip (limit ${scriptLimitBytes}), styles ${styles} bytes gzip`)
      if (scripts > scriptLimitBytes) this.error(`scripts are ${scripts} bytes gzip, more than ${scriptLimitBytes}`)
    },
  }
}
