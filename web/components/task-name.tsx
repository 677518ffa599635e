import { splitVariables } from '../format/text.ts'

/** A task's name with its variables as chips. */
export function TaskName({ name }: { name: string }) {
  return <>{splitVariables(name).map((part) => (part.variable ? <code class="chip">{part.text}</code> : part.text))}</>
}
