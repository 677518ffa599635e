/** The foot of every page, and the dialog that lists the keys. */
export function Footer() {
  return (
    <footer class="border-line text-muted mt-20 border-t text-sm">
      <div class="mx-auto flex max-w-6xl flex-wrap gap-x-6 gap-y-2 px-4 py-6 md:px-6">
        <p>Drafts are generated, tested in a sandbox, and merged by people.</p>
        <p class="ml-auto flex gap-4">
          <a class="link-plain" href="/api/health">
            Status
          </a>
          <button type="button" class="link-plain needs-script cursor-pointer" data-open-help>
            Keyboard shortcuts
          </button>
        </p>
      </div>
    </footer>
  )
}

const keys: [key: string, does: string][] = [
  ['/', 'Go to search'],
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
