import { SandboxError } from '../domain/failure.ts'
import { sandboxErrorCodes } from '../domain/sandbox-protocol.ts'

/** The runner's codes, and one of the Worker's own: the sandbox is set up wrongly, and only an operator can change that. */
export const sandboxFailureCodes = [...sandboxErrorCodes, 'misconfigured'] as const
export type SandboxFailureCode = (typeof sandboxFailureCodes)[number]

/** Codes that say nothing about what was asked for: the same request may succeed in a while. */
const transient: ReadonlySet<SandboxFailureCode> = new Set(['busy', 'unreachable', 'internal', 'timeout'])
const messageLength = 500

/** A failure of the sandbox, classified by its code. The message is cut: it may quote what a hostile repository printed. */
export function sandboxError(code: SandboxFailureCode, message: string): SandboxError {
  return new SandboxError(code, message.slice(0, messageLength), transient.has(code) ? 'later' : 'never')
}

/** The failure that an `error` line or an error body tells of; a code that nobody knows counts as `internal`. */
export function reportedError(code: string, message: string): SandboxError {
  return sandboxError(sandboxFailureCodes.find((known) => known === code) ?? 'internal', message)
}
