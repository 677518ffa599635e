import type { ComponentType } from 'preact'

/** The interactive parts of the pages; each is a file of web/islands/ and a chunk of the build. */
export const islandNames = ['search-room', 'feed-room', 'issue-room', 'reindex-button'] as const
export type IslandName = (typeof islandNames)[number]

/** JSON that cannot end the script element it stands in. */
export function inertJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}

/**
 * Renders `of` on the server, with its props as JSON after it: the browser finds the pair and hydrates it.
 * Props must survive JSON unchanged.
 */
export function Island<Props extends object>({ name, of: Component, props }: { name: IslandName; of: ComponentType<Props>; props: Props }) {
  return (
    <>
      <div data-island={name}>
        <Component {...props} />
      </div>
      <script type="application/json" dangerouslySetInnerHTML={{ __html: inertJson(props) }} />
    </>
  )
}
