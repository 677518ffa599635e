import type { BundleView } from '../../worker/domain/views.ts'
import { count, safeHref } from '../format/text.ts'
import { bundleHref } from './bundle-row.tsx'
import { Icon } from './icon.tsx'
import { SourceLines } from './source-lines.tsx'

interface File {
  path: string
  content: string
}

function filesOf(view: BundleView): File[] {
  const robot = [
    { path: 'runbook.robot', content: view.runbookSource },
    { path: 'sli.robot', content: view.sliSource },
  ]
  return [...robot.flatMap(({ path, content }) => (content === null ? [] : [{ path, content }])), ...view.scripts]
}

interface Props {
  view: BundleView
  /** Path of the file that is asked for; the first when there is none of this name. */
  file: string
}

/** One of the files that the registry keeps of a CodeBundle, with the way to the others. */
export function SourceSection({ view, file }: Props) {
  const files = filesOf(view)
  const shown = files.find(({ path }) => path === file) ?? files[0]
  const href = safeHref(view.sourceUrl)
  return (
    <>
      <p class="text-muted text-sm">
        {count(view.bundle.files, 'file')} in <span class="font-mono wrap-anywhere">{view.bundle.path}</span>
        {href && (
          <>
            {' · '}
            <a class="link-plain" href={href}>
              all of them at their source <Icon name="external" class="inline size-3.5" />
            </a>
          </>
        )}
      </p>
      {files.length > 1 && (
        <ul aria-label="Files" class="mt-3 flex flex-wrap gap-2">
          {files.map(({ path }) => (
            <li key={path}>
              <a
                class="tag hover:border-primary aria-[current]:border-primary aria-[current]:text-base-content font-mono wrap-anywhere"
                href={`${bundleHref(view.card)}?tab=source&file=${encodeURIComponent(path)}`}
                {...(path === shown?.path ? { 'aria-current': 'true' as const } : {})}
              >
                {path}
              </a>
            </li>
          ))}
        </ul>
      )}
      {shown && (
        <section aria-labelledby="source-title" class="mt-8">
          <h2 id="source-title" class="section-title mb-3 font-mono text-base wrap-anywhere">
            {shown.path}
          </h2>
          <SourceLines path={shown.path} content={shown.content} />
        </section>
      )}
    </>
  )
}
