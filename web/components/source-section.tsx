import type { BundleView } from '../../worker/domain/views.ts'
import { count, safeHref } from '../format/text.ts'
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
  return [...robot.flatMap(({ path, content }) => (content === null ? [] : [{ path, content }])), ...(view.scripts ?? [])]
}

/** The files that the registry keeps of a CodeBundle, with the way to the others. */
export function SourceSection({ view }: { view: BundleView }) {
  const files = filesOf(view)
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
        <ul aria-label="Files on this page" class="mt-3 flex flex-wrap gap-2">
          {files.map(({ path }) => (
            <li key={path}>
              <a class="tag hover:border-primary font-mono" href={`#source-${path}`}>
                {path}
              </a>
            </li>
          ))}
        </ul>
      )}
      {files.map(({ path, content }) => (
        <section key={path} aria-labelledby={`source-${path}`} class="mt-8">
          <h2 id={`source-${path}`} class="section-title mb-3 font-mono text-base wrap-anywhere">
            {path}
          </h2>
          <SourceLines path={path} content={content} />
        </section>
      ))}
    </>
  )
}
