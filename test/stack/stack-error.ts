/** A failure that a person can act on; its message is one clear sentence and is shown without a stack trace. */
export class StackError extends Error {
  override readonly name = 'StackError'
}
