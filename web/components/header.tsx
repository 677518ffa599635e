import type { Viewer } from '../../worker/domain/views.ts'
import { Icon, Mark } from './icon.tsx'
import { SearchField } from './search-field.tsx'

export type Section = 'home' | 'codebundles' | 'tasks' | 'collections' | 'issues' | 'none'

const links: { section: Section; href: string; label: string }[] = [
  { section: 'codebundles', href: '/codebundles', label: 'CodeBundles' },
  { section: 'tasks', href: '/tasks', label: 'Tasks' },
  { section: 'collections', href: '/collections', label: 'Collections' },
  { section: 'issues', href: '/issues', label: 'Requests' },
]

export interface HeaderProps {
  section: Section
  /** False on pages whose own first element is a search field. */
  search: boolean
  viewer: Viewer | null
  /** Path and query of the page, to come back to after signing in. */
  path: string
}

function Account({ viewer, path }: { viewer: Viewer | null; path: string }) {
  if (viewer === null) {
    return (
      <a class="btn btn-sm btn-ghost border-line font-medium" href={`/auth/login?return=${encodeURIComponent(path)}`}>
        Sign in<span class="sr-only"> with GitHub</span>
      </a>
    )
  }
  return (
    <form method="post" action="/auth/logout" class="flex items-center gap-2">
      {viewer.role === 'admin' && (
        <a class="btn btn-sm btn-ghost border-line font-medium" href="/admin">
          Admin
        </a>
      )}
      <span class="hidden text-right text-xs leading-tight sm:block">
        <span class="block font-semibold">{viewer.login}</span>
        <span class="text-muted block">{viewer.role}</span>
      </span>
      <button type="submit" class="btn btn-sm btn-ghost border-line font-medium">
        Sign out<span class="sr-only"> {viewer.login}</span>
      </button>
    </form>
  )
}

function MainLinks({ section }: Pick<HeaderProps, 'section'>) {
  return (
    <nav aria-label="Main" class="order-last -mx-2 flex w-full flex-wrap gap-1 md:order-none md:w-auto">
      {links.map((link) => (
        <a
          key={link.href}
          href={link.href}
          class={`rounded-field hover:bg-base-200 px-2 py-1 text-sm ${link.section === section ? 'text-primary font-semibold' : ''}`}
          {...(link.section === section ? { 'aria-current': 'page' as const } : {})}
        >
          {link.label}
        </a>
      ))}
    </nav>
  )
}

function PaletteButton() {
  return (
    <button
      type="button"
      class="btn btn-sm btn-ghost border-line needs-script hidden font-medium sm:inline-flex"
      data-open-palette
      aria-keyshortcuts="Control+K Meta+K"
    >
      <span class="sr-only">Command palette</span>
      <kbd class="text-muted font-sans text-xs">Ctrl K</kbd>
    </button>
  )
}

export function Header({ section, search, viewer, path }: HeaderProps) {
  return (
    <header class="border-line bg-base-100 border-b">
      <div class="mx-auto flex max-w-6xl flex-wrap items-center gap-x-6 gap-y-2 px-4 py-2.5 md:px-6">
        <a href="/" class="text-base-content flex items-center gap-2.5 font-semibold tracking-tight whitespace-nowrap">
          <span class="text-primary">
            <Mark />
          </span>
          <span>
            CodeCollection<span class="sr-only md:not-sr-only"> Registry</span>
          </span>
        </a>
        <MainLinks section={section} />
        <div class="ml-auto flex items-center gap-2">
          <PaletteButton />
          {search && (
            <div class="hidden w-56 lg:block">
              <SearchField id="site-search" query="" size="sm" label="Search CodeBundles" />
            </div>
          )}
          <button
            type="button"
            class="btn btn-sm btn-ghost btn-square needs-script"
            data-theme-switch
            aria-label="Theme: automatic"
            title="Theme: automatic"
          >
            <Icon name="auto" />
          </button>
          <Account viewer={viewer} path={path} />
        </div>
      </div>
    </header>
  )
}
