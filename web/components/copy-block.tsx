import { paint } from '../highlight/paint.ts'
import { Icon } from './icon.tsx'
import { ScrollRegion } from './scroll-region.tsx'
import { Tokens } from './source-lines.tsx'

interface Props {
  id: string
  text: string
  label: string
  /** For colours; without one a long line wraps instead of scrolling. */
  language?: string
}

/** A block of text with a button that copies it. For pages without an island: the colours are worked out on the server only. */
export function CopyBlock({ id, text, label, language }: Props) {
  return (
    <div class="relative">
      <ScrollRegion class="code-block px-4 pr-24" label={label}>
        {language === undefined ? (
          <pre id={id} class="break-all whitespace-pre-wrap">
            {text}
          </pre>
        ) : (
          <pre id={id}>
            {paint(text, language).map((tokens, index) => (
              <>
                {index > 0 && '\n'}
                <Tokens tokens={tokens} />
              </>
            ))}
          </pre>
        )}
      </ScrollRegion>
      <button type="button" class="btn btn-xs needs-script absolute top-2.5 right-2.5" data-copy={id}>
        <Icon name="copy" class="size-3.5" />
        Copy
      </button>
    </div>
  )
}
