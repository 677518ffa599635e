import { splitMarks } from '../format/text.ts'

/** A search snippet with its matches marked. */
export function Snippet({ text }: { text: string }) {
  return <>{splitMarks(text).map((part) => (part.marked ? <mark>{part.text}</mark> : part.text))}</>
}
