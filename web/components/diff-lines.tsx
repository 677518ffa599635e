import { ScrollRegion } from './scroll-region.tsx'

function kindOf(line: string): string {
  if (line.startsWith('@@')) return 'diff-hunk'
  if (/^(?:\+\+\+|---) /.test(line)) return 'diff-file'
  if (line.startsWith('+')) return 'diff-new'
  return line.startsWith('-') ? 'diff-old' : ''
}

/** A unified diff. The sign at the start of a line says what the colour says. */
export function DiffLines({ text, label }: { text: string; label: string }) {
  return (
    <ScrollRegion class="code-block diff-block max-h-[48rem]" label={label}>
      <code>
        {text
          .replace(/\n$/, '')
          .split('\n')
          .map((line) => (
            <span class={`diff-line ${kindOf(line)}`}>{`${line}\n`}</span>
          ))}
      </code>
    </ScrollRegion>
  )
}
