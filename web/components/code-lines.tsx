import { ScrollRegion } from './scroll-region.tsx'

interface Props {
  content: string
  /** What the lines are of, for the name of the scrolling region. */
  label: string
  /** Class of the greatest height. */
  height?: string
  /** Gives each line an anchor. */
  lineId?: (line: number) => string
}

/** Source text with line numbers that are not copied along. */
export function CodeLines({ content, label, height = 'max-h-[36rem]', lineId }: Props) {
  const lines = content.replace(/\n$/, '').split('\n')
  return (
    <ScrollRegion class={`code-block ${height}`} label={`Lines of ${label}`}>
      <code>
        {lines.map((line, index) => (
          <span class="line" {...(lineId ? { id: lineId(index + 1) } : {})}>
            {`${line}\n`}
          </span>
        ))}
      </code>
    </ScrollRegion>
  )
}
