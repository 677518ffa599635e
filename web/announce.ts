/** Says `text` to screen readers through the page's one polite live region. */
export function announce(text: string): void {
  const region = document.getElementById('announcer')
  if (region !== null) region.textContent = text
}
