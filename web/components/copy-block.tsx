import { Icon } from './icon.tsx'
import { ScrollRegion } from './scroll-region.tsx'

/** A block of text with a button that copies it. */
export function CopyBlock({ id, text, label }: { id: string; text: string; label: string }) {
  return (
    <div class="relative">
      <ScrollRegion class="code-block px-4 pr-24" label={label}>
        <pre id={id}>{text}</pre>
      </ScrollRegion>
      <button type="button" class="btn btn-xs needs-script absolute top-2.5 right-2.5" data-copy={id}>
        <Icon name="copy" class="size-3.5" />
        Copy
      </button>
    </div>
  )
}
