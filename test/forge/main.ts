import { parseArgs } from 'node:util'
import { startForge } from './forge.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8790' },
    data: { type: 'string', default: '.local/forge' },
    'app-url': { type: 'string', default: 'http://localhost:8787' },
    samples: { type: 'string', default: 'test/samples' },
    collection: { type: 'string', multiple: true, default: [] },
    fresh: { type: 'boolean', default: false },
  },
})

const forge = await startForge({
  port: Number(values.port),
  dataDir: values.data,
  appUrl: values['app-url'],
  samplesDir: values.samples,
  collections: Object.fromEntries(
    values.collection.map((given) => [given.slice(0, given.indexOf('=')), given.slice(given.indexOf('=') + 1)]),
  ),
  fresh: values.fresh,
})
process.stdout.write(`forge: ${forge.url} for the App at ${values['app-url']}\n`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    forge.close().then(() => process.exit(0))
  })
}
