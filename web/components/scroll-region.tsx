import type { ComponentChildren } from 'preact'

interface Props {
  label: string
  class: string
  id?: string
  children: ComponentChildren
}

/** A named region that scrolls by itself and so takes the focus: keyboards could not reach its hidden part otherwise. */
export function ScrollRegion({ label, class: className, id, children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling by keyboard needs the focus (axe: scrollable-region-focusable)
    <section class={className} aria-label={label} tabIndex={0} {...(id === undefined ? {} : { id })}>
      {children}
    </section>
  )
}
