import './styles/main.css'
import { type ComponentType, h, hydrate } from 'preact'
import { type IslandName, islandNames } from './components/island.tsx'
import { wireButtons, wireKeyboard } from './keyboard.ts'
import { wireThemeSwitch } from './theme.ts'

/** A chunk of the build for each island, loaded only on the pages that have it. */
const loaders: Record<IslandName, () => Promise<{ default: ComponentType<never> }>> = {
  'search-room': () => import('./islands/search-room.tsx'),
  'feed-room': () => import('./islands/feed-room.tsx'),
  'issue-room': () => import('./islands/issue-room.tsx'),
  'reindex-button': () => import('./islands/reindex-button.tsx'),
}

async function wake(root: HTMLElement): Promise<void> {
  const name = islandNames.find((candidate) => candidate === root.dataset.island)
  const props = root.nextElementSibling?.textContent
  if (name === undefined || !props) return
  const { default: Component } = await loaders[name]()
  // The server wrote these props for this component, in the same build.
  hydrate(h(Component, JSON.parse(props) as never), root)
  root.dataset.awake = ''
}

for (const button of document.querySelectorAll<HTMLElement>('[data-theme-switch]')) wireThemeSwitch(button)
wireKeyboard()
wireButtons()
for (const root of document.querySelectorAll<HTMLElement>('[data-island]')) void wake(root)
