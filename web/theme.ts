/** Runs in the head before anything is painted, so that a chosen theme never flashes; without a choice the system's is used by the style sheet. */
export const themeStart = `(()=>{const d=document.documentElement;d.classList.add('js');try{const t=localStorage.getItem('theme');if(t==='day'||t==='night')d.dataset.theme=t}catch{}})()`

type Choice = 'auto' | 'day' | 'night'
const order: Choice[] = ['auto', 'day', 'night']
const labels: Record<Choice, string> = { auto: 'Theme: automatic', day: 'Theme: light', night: 'Theme: dark' }

function current(): Choice {
  return order.find((choice) => choice === document.documentElement.dataset.theme) ?? 'auto'
}

function store(choice: Choice): void {
  try {
    if (choice === 'auto') localStorage.removeItem('theme')
    else localStorage.setItem('theme', choice)
  } catch {
    // Storage can be forbidden; the choice then lasts as long as the page.
  }
}

/** Makes `button` go round auto, light, dark, and say which one is chosen. */
export function wireThemeSwitch(button: HTMLElement): void {
  const label = () => {
    const text = labels[current()]
    button.setAttribute('aria-label', text)
    button.title = text
  }
  button.addEventListener('click', () => {
    const next = order[(order.indexOf(current()) + 1) % order.length] ?? 'auto'
    if (next === 'auto') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = next
    store(next)
    label()
  })
  label()
}
