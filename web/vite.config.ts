import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'
import { glyphs } from './glyphs-plugin.ts'
import { reportSizes } from './report-sizes.ts'
import { samples } from './samples-plugin.ts'

/** The browser half: one entry, one style sheet, and a chunk for each island. The Worker finds the hashed names in `assets/manifest.json`. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [tailwindcss(), glyphs(), samples(), reportSizes()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: 'assets/manifest.json',
    // The server writes the preload links itself: only it knows the nonce and which islands a page has.
    modulePreload: false,
    rolldownOptions: { input: fileURLToPath(new URL('./entry-client.ts', import.meta.url)) },
  },
})
