import { languageOf, paint } from '../highlight/paint.ts'
import type { Token } from '../highlight/token.ts'
import { ScrollRegion } from './scroll-region.tsx'

/** Tokens as text with a class for each kind but plain text. */
export function Tokens({ tokens }: { tokens: Token[] }) {
  return <>{tokens.map(({ kind, text }) => (kind === 'plain' ? text : <span class={`tok-${kind}`}>{text}</span>))}</>
}

interface Props {
  path: string
  content: string
}

/** Anchor of a line of a source file. */
export function sourceLineId(path: string, line: number): string {
  return `${path}-L${line}`
}

/** A source file with colours and line numbers, each with an anchor. For pages without an island: the colours are worked out on the server only. */
export function SourceLines({ path, content }: Props) {
  const lines = paint(content.replace(/\n$/, ''), languageOf(path))
  return (
    <ScrollRegion class="code-block max-h-[48rem]" label={`Lines of ${path}`}>
      <code>
        {lines.map((tokens, index) => (
          <span class="line" id={sourceLineId(path, index + 1)}>
            <Tokens tokens={tokens} />
            {'\n'}
          </span>
        ))}
      </code>
    </ScrollRegion>
  )
}
