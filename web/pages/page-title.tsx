import type { ComponentChildren } from 'preact'

/** The heading of a page with what it says below. */
export function PageTitle({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="pt-8 pb-6">
      <h1 class="text-2xl font-bold md:text-3xl">{title}</h1>
      {children && <p class="text-muted mt-1 max-w-[65ch]">{children}</p>}
    </div>
  )
}
