import { announce } from './announce.ts'

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

function openHelp(): void {
  const dialog = document.getElementById('help')
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal()
}

function focusSearch(): boolean {
  const field = [...document.querySelectorAll<HTMLInputElement>('[data-search]')].find((input) => input.checkVisibility())
  field?.focus()
  field?.select()
  return field !== undefined
}

/** `/` goes to search, `?` lists the keys; neither while typing or with a modifier. */
export function wireKeyboard(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    if (event.key === '/') {
      event.preventDefault()
      if (!focusSearch()) location.assign('/search')
    }
    if (event.key === '?') openHelp()
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

/** One listener for the buttons of server-rendered parts: `data-copy="<id>"` and `data-open-help`. */
export function wireButtons(): void {
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-copy], [data-open-help]') : null
    if (button === null) return
    if (button.dataset.copy === undefined) openHelp()
    else void copy(button)
  })
}
