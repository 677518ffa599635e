import { SearchField } from '../components/search-field.tsx'

interface Props {
  status: number
  title: string
  text: string
  traceId: string | null
}

/** A page that only says something: not found, failed. */
export function MessagePage({ status, title, text, traceId }: Props) {
  return (
    <div class="py-20">
      <p class="eyebrow">{status}</p>
      <h1 class="mt-1 text-2xl font-bold md:text-3xl">{title}</h1>
      <p class="text-muted mt-2 max-w-[60ch]">{text}</p>
      {traceId && <p class="text-muted mt-2 font-mono text-xs">Trace {traceId}</p>}
      <div class="mt-8 max-w-2xl">
        <SearchField id="search" query="" size="lg" label="Search CodeBundles" />
      </div>
    </div>
  )
}
