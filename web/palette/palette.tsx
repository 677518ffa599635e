import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { everything } from '../../worker/domain/views.ts'
import { api } from '../api/client.ts'
import { askedParameters, maxQueryChars } from '../state/asked.ts'
import { cardEntry, type Entry, pageEntries, searchEntry } from './entries.ts'

/** Long enough to skip the letters within a word. */
const debounceMs = 120
/** CodeBundles listed; the whole search is one entry further. */
const shown = 6

/** The CodeBundles for what is typed. A newer question makes an older answer worthless; without an answer the pages are still there. */
function useFound(query: string) {
  const found = useSignal<Entry[]>([])
  useEffect(() => {
    const controller = new AbortController()
    const timer = setTimeout(async () => {
      const parameters = askedParameters({ ...everything, query })
      parameters.set('limit', String(shown))
      const answer = await api.search(parameters, controller.signal)
      if (!controller.signal.aborted) found.value = answer.ok ? answer.value.cards.slice(0, shown).map(cardEntry) : []
    }, debounceMs)
    if (query === '') found.value = []
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [query])
  return found
}

function Option({ entry, isHere, onPick }: { entry: Entry; isHere: boolean; onPick: () => void }) {
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isHere) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isHere])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the focus stays in the field, whose keys move through the options
    <div
      ref={row}
      id={`palette-${entry.id}`}
      role="option"
      tabIndex={-1}
      aria-selected={isHere}
      class={`palette-option ${isHere ? 'is-here' : ''}`}
      onClick={onPick}
    >
      <span class="min-w-0 flex-1 truncate">{entry.label}</span>
      <span class="text-muted max-w-[40%] truncate text-xs">{entry.note}</span>
    </div>
  )
}

/** A field that finds CodeBundles and pages, moved through with the arrow keys: a combobox with its list. */
export function Palette({ onGo }: { onGo: (href: string) => void }) {
  const typed = useSignal('')
  const at = useSignal(0)
  const query = typed.value.trim()
  const found = useFound(query)
  const entries = [...found.value, ...pageEntries(query), ...(query === '' ? [] : [searchEntry(query)])]
  const here = entries[Math.min(at.value, entries.length - 1)]

  const pressed = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }
    const by = steps[event.key]
    if (by !== undefined) {
      event.preventDefault()
      at.value = (Math.min(at.value, entries.length - 1) + by + entries.length) % Math.max(1, entries.length)
    }
    if (event.key === 'Enter' && here !== undefined && !event.isComposing) {
      event.preventDefault()
      onGo(here.href)
    }
  }

  return (
    <>
      <input
        type="text"
        class="input input-lg w-full"
        role="combobox"
        aria-label="Find a CodeBundle or a page"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-autocomplete="list"
        aria-activedescendant={here === undefined ? undefined : `palette-${here.id}`}
        placeholder="Find a CodeBundle or a page"
        autocomplete="off"
        spellcheck={false}
        maxLength={maxQueryChars}
        value={typed.value}
        onInput={(event) => {
          typed.value = event.currentTarget.value
          at.value = 0
        }}
        onKeyDown={pressed}
      />
      <div id="palette-list" role="listbox" aria-label="CodeBundles and pages" class="mt-2 max-h-[50vh] overflow-y-auto">
        {entries.map((entry) => (
          <Option key={entry.id} entry={entry} isHere={entry === here} onPick={() => onGo(entry.href)} />
        ))}
      </div>
      <p class="text-muted mt-2 text-xs">Arrow keys to move, Enter to open, Esc to close</p>
    </>
  )
}
