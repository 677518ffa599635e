import { render } from 'preact'
import { Palette } from './palette.tsx'

/** Opens the palette in a dialog of its own; closing it gives the focus back and forgets what was typed. */
export function showPalette(): void {
  if (document.querySelector('dialog.palette[open]') !== null) return
  document.querySelector<HTMLDialogElement>('dialog[open]')?.close()
  const dialog = document.createElement('dialog')
  dialog.className = 'palette'
  dialog.setAttribute('aria-label', 'Command palette')
  const before = document.activeElement
  dialog.addEventListener('close', () => {
    render(null, dialog)
    dialog.remove()
    if (before instanceof HTMLElement) before.focus()
  })
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close()
  })
  const go = (href: string) => {
    dialog.close()
    location.assign(href)
  }
  render(<Palette onGo={go} />, dialog)
  document.body.appendChild(dialog)
  dialog.showModal()
  dialog.querySelector('input')?.focus()
}
