import type { RobotFile, Task } from '../../worker/domain/catalogue.ts'
import { AccessBadge } from './badges.tsx'
import { TaskName } from './task-name.tsx'

/** What a task reads, by its `data:` tags, as they are written. */
export function dataTags(tags: string[]): string[] {
  return tags.filter((tag) => tag.startsWith('data:') && !tag.includes('${'))
}

/** Tags that say something a badge does not already say: access and data have theirs, variables mean nothing to a reader. */
function plainTags(tags: string[]): string[] {
  return tags.filter((tag) => !/^(access|data):/.test(tag) && !tag.includes('${'))
}

function OneTask({ task, anchor }: { task: Task; anchor: string }) {
  const plain = plainTags(task.tags)
  return (
    <li id={anchor} class="task py-3.5">
      <div class="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1.5">
        <h3 class="min-w-0 flex-1 basis-72 text-[0.9375rem] leading-6 font-medium wrap-anywhere">
          <a class="task-link" href={`#${anchor}`}>
            <TaskName name={task.name} />
          </a>
        </h3>
        <span class="flex flex-wrap gap-1.5">
          {dataTags(task.tags).map((tag) => (
            <span key={tag} class="tag text-muted">
              {tag}
            </span>
          ))}
          <AccessBadge access={task.access ?? 'unknown'} />
        </span>
      </div>
      {task.documentation && <p class="text-muted mt-1 max-w-[75ch] text-sm">{task.documentation}</p>}
      {plain.length > 0 && <p class="text-muted mt-1 text-xs">{plain.join(' · ')}</p>}
    </li>
  )
}

/** The tasks of one Robot file, each with an anchor of its file and line; nothing when the bundle has no such file. */
export function TaskList({ title, name, file }: { title: string; name: 'runbook' | 'sli'; file: RobotFile | null }) {
  if (file === null) return null
  return (
    <section id={name} aria-labelledby={`${name}-title`} class="mb-10">
      <h2 id={`${name}-title`} class="section-title flex items-baseline gap-2">
        {title} <span class="text-muted text-sm font-normal">{file.tasks.length}</span>
      </h2>
      <ol class="rows mt-2">
        {file.tasks.map((task) => (
          <OneTask key={task.line} task={task} anchor={`${name}-${task.line}`} />
        ))}
      </ol>
    </section>
  )
}
