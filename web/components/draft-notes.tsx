/** What the generator says of its draft: what it assumed, left out, or was not sure of. */
export function DraftNotes({ notes }: { notes: readonly string[] }) {
  if (notes.length === 0) return null
  return (
    <section aria-labelledby="notes-title" class="mt-10">
      <h2 id="notes-title" class="section-title">
        Notes on the draft
      </h2>
      <ul class="mt-2 max-w-[80ch] list-disc space-y-1 pl-5 text-sm wrap-anywhere">
        {notes.map((note, index) => (
          <li key={`${index} ${note}`}>{note}</li>
        ))}
      </ul>
    </section>
  )
}
