const tips: [example: string, meaning: string][] = [
  ['platform:aws', 'for a platform: kubernetes, aws, azure, gcp, other'],
  ['access:read-only', 'by what the tasks may do: read-only, read-write, unknown'],
  ['has:sli', 'with an SLI; also has:runbook and has:discovery'],
  ['collection:NAME', 'of one collection'],
  ['tag:storage', 'with a tag'],
  ['author:"Full Name"', 'by an author; quotes hold words together'],
  ['-tag:aks', 'a minus leaves out'],
]

/** What can be written into the search field beside words. */
export function SearchTips() {
  return (
    <details class="mt-2 text-sm">
      <summary class="text-muted w-fit text-xs">Search tips</summary>
      <dl class="facts panel mt-2 max-w-2xl p-4">
        {tips.map(([example, meaning]) => (
          <>
            <dt>
              <code class="chip">{example}</code>
            </dt>
            <dd>{meaning}</dd>
          </>
        ))}
      </dl>
    </details>
  )
}
