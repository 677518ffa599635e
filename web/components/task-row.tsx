import type { TaskHit } from '../../worker/domain/views.ts'
import { AccessBadge, PlatformTag } from './badges.tsx'
import { bundleHref } from './bundle-row.tsx'
import { Snippet } from './snippet.tsx'
import { dataTags } from './task-list.tsx'
import { TaskName } from './task-name.tsx'

/** One task in a list of tasks of many CodeBundles. */
export function TaskRow({ task }: { task: TaskHit }) {
  const href = bundleHref({ collection: task.collection, slug: task.bundle })
  return (
    <article class="py-4">
      <h3 class="text-base leading-7">
        <a class="row-title wrap-anywhere" data-row href={`${href}#${task.file}-${task.line}`}>
          <TaskName name={task.name} />
        </a>
      </h3>
      <p class="text-muted text-xs">
        {task.file === 'sli' ? 'SLI' : 'Task'} of{' '}
        <a class="link-plain" href={href}>
          {task.bundleName}
        </a>
        <span aria-hidden="true"> · </span>
        <span class="font-mono wrap-anywhere">{task.collection}</span>
      </p>
      {(task.snippet || task.documentation) && (
        <p class="mt-1.5 line-clamp-2 max-w-[75ch] text-sm">{task.snippet ? <Snippet text={task.snippet} /> : task.documentation}</p>
      )}
      <div class="mt-2 flex flex-wrap items-center gap-1.5 text-xs">
        <PlatformTag platform={task.platform} />
        <AccessBadge access={task.access} />
        {dataTags(task.tags).map((tag) => (
          <span key={tag} class="tag">
            {tag}
          </span>
        ))}
      </div>
    </article>
  )
}
