/** Line icons on a 16 px grid, decorative: the text beside them says what they mean. */
const paths = {
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.6-1.4L14 14',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8ZM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  pen: 'M2.5 13.5l.7-2.8 7.6-7.6a1.4 1.4 0 0 1 2 2l-7.6 7.6-2.7.8Z',
  external: 'M6.5 3.5h-3v9h9v-3M9.5 2.5h4v4M13.5 2.5 7.5 8.5',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z',
  auto: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11Zm0 0v11',
  arrow: 'M3 8h10M9 4l4 4-4 4',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.5V8l2.5 1.5',
  down: 'M8 3v10M4 9l4 4 4-4',
  close: 'M4 4l8 8M12 4l-8 8',
  shield: 'M8 1.8 13 3.6v4c0 3.2-2.1 5.4-5 6.6-2.9-1.2-5-3.4-5-6.6v-4Z',
  check: 'M3 8.5 6.5 12 13 4.5',
  feed: 'M3 8.5A4.5 4.5 0 0 1 7.5 13M3 4.5A8.5 8.5 0 0 1 11.5 13M3.6 12.4h.01',
} as const

export function Icon({ name, class: className = '' }: { name: keyof typeof paths; class?: string }) {
  return (
    <svg
      class={`size-4 shrink-0 ${className}`}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  )
}

/** The mark of the site: three stops on a line, the last one still open. */
export function Mark() {
  return (
    <svg class="h-3.5 w-8 shrink-0" viewBox="0 0 32 14" aria-hidden="true" focusable="false">
      <path d="M4 7h18" stroke="currentColor" stroke-width="2" />
      <circle cx="5" cy="7" r="4" fill="currentColor" />
      <circle cx="16" cy="7" r="4" fill="currentColor" />
      <circle cx="26.5" cy="7" r="3.5" fill="none" stroke="currentColor" stroke-width="2" />
    </svg>
  )
}
