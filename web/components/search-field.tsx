import { Icon } from './icon.tsx'

interface Props {
  id: string
  query: string
  size: 'sm' | 'lg'
  label: string
  onInput?: (query: string) => void
  onSubmit?: () => void
}

/** A search form that works as a plain GET; the first one on a page gets the focus on `/`. */
export function SearchField({ id, query, size, label, onInput, onSubmit }: Props) {
  const large = size === 'lg'
  const submit = (event: Event) => {
    if (onSubmit === undefined) return
    event.preventDefault()
    onSubmit()
  }
  return (
    <search>
      <form method="get" action="/search" class="relative flex gap-2" onSubmit={submit}>
        <label class="sr-only" for={id}>
          {label}
        </label>
        <span class={`text-muted pointer-events-none absolute top-1/2 z-10 -translate-y-1/2 ${large ? 'left-4' : 'left-2.5'}`}>
          <Icon name="search" />
        </span>
        <input
          id={id}
          type="search"
          name="q"
          value={query}
          data-search
          autocomplete="off"
          spellcheck={false}
          enterkeyhint="search"
          maxLength={200}
          placeholder={large ? 'pod restarts, unused disks, certificate expiry …' : 'Search'}
          class={`input w-full ${large ? 'input-lg pl-11' : 'input-sm pl-8'}`}
          {...(onInput
            ? { onInput: (event: InputEvent) => event.currentTarget instanceof HTMLInputElement && onInput(event.currentTarget.value) }
            : {})}
        />
        {large && (
          <button type="submit" class="btn btn-primary btn-lg px-4 sm:px-6">
            <Icon name="search" class="sm:hidden" />
            <span class="sr-only sm:not-sr-only">Search</span>
          </button>
        )}
      </form>
    </search>
  )
}
