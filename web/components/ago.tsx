import { absolute, relative } from '../format/time.ts'

/** A moment as people say it, with the exact one on hover. Both in milliseconds since 1970. */
export function Ago({ at, now }: { at: number; now: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={absolute(at)} class="whitespace-nowrap">
      {relative(at, now)}
    </time>
  )
}
