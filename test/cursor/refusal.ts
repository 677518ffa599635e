/** What the API says no with: a status, its own code and words for people. Codes: Cursor's OpenAPI document, schema `Error`. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly headers: Record<string, string>

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }

  body(): unknown {
    return { error: { code: this.code, message: this.message } }
  }
}
