import type { Connection } from '../live/socket.ts'

const texts: Record<Connection, { label: string; tone: string }> = {
  connecting: { label: 'Connecting', tone: 'tone-wait' },
  live: { label: 'Live', tone: 'tone-good' },
  polling: { label: 'Polling', tone: 'tone-wait' },
  ended: { label: 'Stopped', tone: 'tone-quiet' },
}

/** Whether the page is up to date by itself. Keeps its width so that nothing beside it moves. */
export function ConnectionNote({ connection }: { connection: Connection }) {
  const { label, tone } = texts[connection]
  return (
    <span class={`tone ${tone} needs-script w-24 justify-end text-xs font-medium`} data-connection={connection} role="status">
      {label}
    </span>
  )
}
