/** A call that the service refuses, with the body OpenAI sends. */
export class Refusal extends Error {
  readonly status: number
  readonly body: { error: { message: string; type: string; param: string | null; code: string | null } }
  readonly headers: Record<string, string>

  constructor(
    status: number,
    message: string,
    { type = 'invalid_request_error', param = null, code = null }: { type?: string; param?: string | null; code?: string | null } = {},
    headers: Record<string, string> = {},
  ) {
    super(message)
    this.status = status
    this.body = { error: { message, type, param, code } }
    this.headers = headers
  }
}
