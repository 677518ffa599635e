import { SearchInput, type SearchInputProps } from './search-input.tsx'

/** A search form of its own that works as a plain GET. */
export function SearchField(props: Omit<SearchInputProps, 'onInput'>) {
  return (
    <search>
      <form method="get" action="/search">
        <SearchInput {...props} />
      </form>
    </search>
  )
}
