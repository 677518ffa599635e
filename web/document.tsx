import type { ComponentChildren, VNode } from 'preact'
import { renderToStringAsync } from 'preact-render-to-string'
import { Footer, HelpDialog } from './components/footer.tsx'
import { Header, type HeaderProps } from './components/header.tsx'
import type { IslandName } from './components/island.tsx'
import { type Metadata, MetadataTags } from './metadata.tsx'
import { themeStart } from './theme.ts'

/** Addresses of the built files; `null` as a whole when there is no build, in which case pages are plain HTML. */
export interface BuiltFiles {
  script: string
  styles: string[]
  /** Every script that an island needs, itself first. */
  islands: Partial<Record<IslandName, string[]>>
}

export interface DocumentOptions extends HeaderProps {
  title: string
  description: string
  nonce: string
  built: BuiltFiles | null
  islands: IslandName[]
  metadata: Metadata
}

function Scripts({ built, islands, nonce }: Pick<DocumentOptions, 'built' | 'islands' | 'nonce'>) {
  if (built === null) return null
  const preloads = new Set(islands.flatMap((name) => built.islands[name] ?? []))
  return (
    <>
      {built.styles.map((href) => (
        <link key={href} rel="stylesheet" href={href} />
      ))}
      {[...preloads].map((href) => (
        <link key={href} rel="modulepreload" href={href} nonce={nonce} />
      ))}
      <script type="module" src={built.script} nonce={nonce} />
    </>
  )
}

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Cpath d='M6 16h16' stroke='%230f7377' stroke-width='4'/%3E%3Ccircle cx='6' cy='16' r='5' fill='%230f7377'/%3E%3Ccircle cx='25' cy='16' r='4.5' fill='none' stroke='%230f7377' stroke-width='3'/%3E%3C/svg%3E"

function Document({ children, ...options }: DocumentOptions & { children: ComponentChildren }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{options.title}</title>
        <meta name="description" content={options.description} />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href={icon} />
        <MetadataTags {...options} />
        <script nonce={options.nonce} dangerouslySetInnerHTML={{ __html: themeStart }} />
        <Scripts {...options} />
      </head>
      <body class="flex min-h-dvh flex-col">
        <a class="skip-link btn btn-sm btn-primary" href="#main">
          Skip to content
        </a>
        <Header section={options.section} search={options.search} viewer={options.viewer} path={options.path} />
        <main id="main" tabIndex={-1} class="mx-auto w-full max-w-6xl flex-1 px-4 outline-none md:px-6">
          {children}
        </main>
        <Footer />
        <HelpDialog />
        <div id="announcer" class="sr-only" role="status" aria-live="polite" />
      </body>
    </html>
  )
}

/** The whole HTML of a page. */
export async function renderDocument(options: DocumentOptions, page: VNode): Promise<string> {
  return `<!doctype html>${await renderToStringAsync(<Document {...options}>{page}</Document>)}`
}
