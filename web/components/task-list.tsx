import type { RobotFile } from '../../worker/domain/catalogue.ts'
import { AccessBadge } from './badges.tsx'
import { TaskName } from './task-name.tsx'

/** Tags that say something a badge does not already say: access has its badge, variables mean nothing to a reader. */
function plainTags(tags: string[]): string[] {
  return tags.filter((tag) => !tag.startsWith('access:') && !tag.includes('${'))
}

/** The tasks of one Robot file; nothing when the bundle has no such file. */
export function TaskList({ title, file }: { title: string; file: RobotFile | null }) {
  if (file === null) return null
  const id = title.toLowerCase().replaceAll(' ', '-')
  return (
    <section id={id} aria-labelledby={`${id}-title`} class="mb-10">
      <h2 id={`${id}-title`} class="section-title flex items-baseline gap-2">
        {title} <span class="text-muted text-sm font-normal">{file.tasks.length}</span>
      </h2>
      <ol class="rows mt-2">
        {file.tasks.map((task) => (
          <li key={task.line} class="py-3.5">
            <div class="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
              <h3 class="text-[0.9375rem] leading-6 font-medium wrap-anywhere">
                <TaskName name={task.name} />
              </h3>
              <AccessBadge access={task.access ?? 'unknown'} />
            </div>
            {task.documentation && <p class="text-muted mt-1 max-w-[75ch] text-sm">{task.documentation}</p>}
            {plainTags(task.tags).length > 0 && <p class="text-muted mt-1 text-xs">{plainTags(task.tags).join(' · ')}</p>}
          </li>
        ))}
      </ol>
    </section>
  )
}
