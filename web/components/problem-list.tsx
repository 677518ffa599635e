import type { Problem } from '../../worker/domain/catalogue.ts'

/** Faults found while reading, with file and line; nothing when there are none. */
export function ProblemList({ problems }: { problems: Problem[] }) {
  if (problems.length === 0) return null
  return (
    <section id="problems" aria-labelledby="problems-title" class="mt-8">
      <h2 id="problems-title" class="section-title">
        Problems
      </h2>
      <ul class="rows mt-2">
        {problems.map((problem) => (
          <li key={`${problem.file} ${problem.line} ${problem.code}`} class="py-2.5 text-sm">
            <p class="wrap-anywhere">{problem.message}</p>
            <p class="text-muted mt-0.5 font-mono text-xs wrap-anywhere">
              {problem.file !== null && `${problem.file}${problem.line === null ? '' : `:${problem.line}`} `}
              {problem.code}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
