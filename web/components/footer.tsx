const links: [href: string, label: string][] = [
  ['/tags', 'Tags'],
  ['/authors', 'Authors'],
  ['/about', 'About'],
  ['/feed.atom', 'Feed'],
  ['/api/health', 'Status'],
]

/** The foot of every page, and the dialog that lists the keys. */
export function Footer() {
  return (
    <footer class="border-line text-muted mt-20 border-t text-sm">
      <div class="mx-auto flex max-w-6xl flex-wrap gap-x-6 gap-y-2 px-4 py-6 md:px-6">
        <p>Drafts are generated, tested in a sandbox, and merged by people.</p>
        <ul class="flex flex-wrap gap-x-4 gap-y-1 md:ml-auto">
          {links.map(([href, label]) => (
            <li key={href}>
              <a class="link-plain" href={href}>
                {label}
              </a>
            </li>
          ))}
        </ul>
        <button type="button" class="link-plain needs-script cursor-pointer" data-open-help>
          Keyboard shortcuts
        </button>
      </div>
    </footer>
  )
}

const keys: [key: string, does: string][] = [
  ['/', 'Go to search'],
  ['Ctrl K', 'Open the command palette; ⌘ K on a Mac'],
  ['j', 'Next result'],
  ['k', 'Result before'],
  ['Enter', 'Open the result'],
  ['?', 'Show this list'],
  ['Esc', 'Close a dialog'],
]

export function HelpDialog() {
  return (
    <dialog
      id="help"
      aria-labelledby="help-title"
      class="rounded-box border-line bg-base-100 text-base-content m-auto w-80 border p-5 backdrop:bg-black/40"
    >
      <h2 id="help-title" class="section-title">
        Keyboard shortcuts
      </h2>
      <dl class="facts mt-3">
        {keys.map(([key, does]) => (
          <>
            <dt>
              <kbd class="kbd kbd-sm">{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </>
        ))}
      </dl>
      <form method="dialog" class="mt-5 text-right">
        <button type="submit" class="btn btn-sm">
          Close
        </button>
      </form>
    </dialog>
  )
}
