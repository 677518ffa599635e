import { announce } from './announce.ts'

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

function openHelp(): void {
  const dialog = document.getElementById('help')
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal()
}

/** Loaded at the first press: most visits never ask for it. */
async function openPalette(): Promise<void> {
  try {
    const { showPalette } = await import('./palette/show.tsx')
    showPalette()
  } catch {
    announce('The command palette could not be loaded; check your connection and try again')
  }
}

function focusSearch(): boolean {
  const field = [...document.querySelectorAll<HTMLInputElement>('[data-search]')].find((input) => input.checkVisibility())
  field?.focus()
  field?.select()
  return field !== undefined
}

/** Moves the focus among the results (`data-row`); from elsewhere to the first or the last of them. */
function step(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')].filter((row) => row.checkVisibility())
  const here = document.activeElement?.closest('li')
  const at = rows.findIndex((row) => row === document.activeElement || here?.contains(row))
  const next = at < 0 ? (by === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))
  rows[next]?.focus()
  rows[next]?.scrollIntoView({ block: 'nearest' })
}

const keys: Record<string, (event: KeyboardEvent) => void> = {
  '/': (event) => {
    event.preventDefault()
    if (!focusSearch()) location.assign('/search')
  },
  '?': openHelp,
  j: () => step(1),
  k: () => step(-1),
}

/** `/` goes to search, `j` and `k` through results, `?` lists the keys; none while typing, in a dialog, or with a modifier. ⌘K and Ctrl-K open the palette from everywhere. */
export function wireKeyboard(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented) return
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      void openPalette()
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    if (document.querySelector('dialog[open]') === null) keys[event.key]?.(event)
  })
}

async function copy(button: HTMLElement): Promise<void> {
  const source = document.getElementById(button.dataset.copy ?? '')
  try {
    await navigator.clipboard.writeText(source?.textContent ?? '')
    announce('Copied')
    button.dataset.copied = ''
  } catch {
    announce('Copying is not allowed here; select the text instead')
  }
}

/** One listener for the buttons of server-rendered parts: `data-copy="<id>"`, `data-open-help` and `data-open-palette`. */
export function wireButtons(): void {
  document.addEventListener('click', (event) => {
    const buttons = '[data-copy], [data-open-help], [data-open-palette]'
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>(buttons) : null
    if (button === null) return
    if (button.dataset.openPalette !== undefined) void openPalette()
    else if (button.dataset.copy === undefined) openHelp()
    else void copy(button)
  })
}
