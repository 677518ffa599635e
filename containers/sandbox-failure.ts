import type { SandboxErrorCode } from '../worker/domain/sandbox-protocol.ts'

/** Why an inspection or validation could not run at all. The message is one sentence, safe to show. */
export class SandboxFailure extends Error {
  override readonly name = 'SandboxFailure'
  readonly code: SandboxErrorCode

  constructor(code: SandboxErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
