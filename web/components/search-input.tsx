import { maxQueryChars } from '../state/asked.ts'
import { Icon } from './icon.tsx'

export interface SearchInputProps {
  id: string
  query: string
  size: 'sm' | 'lg'
  label: string
  onInput?: (query: string) => void
}

/** The field and its button, for a form around them; the first one on a page gets the focus on `/`. */
export function SearchInput({ id, query, size, label, onInput }: SearchInputProps) {
  const large = size === 'lg'
  return (
    <div class="relative flex gap-2">
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
        maxLength={maxQueryChars}
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
    </div>
  )
}
