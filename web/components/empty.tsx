import type { ComponentChildren } from 'preact'

/** What a list says when it has nothing, and what to do about it. */
export function Empty({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div class="border-line rounded-box border border-dashed px-6 py-10 text-center">
      <p class="font-semibold">{title}</p>
      <p class="text-muted mx-auto mt-1 max-w-[52ch] text-sm">{children}</p>
    </div>
  )
}
