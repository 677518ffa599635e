/** One entry of `errors` in a 422 answer. */
export interface FieldError {
  resource: string
  code: string
  field?: string
  message?: string
}

/** A refusal in GitHub's JSON shape. Thrown by handlers, turned into a reply by the server. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly errors: FieldError[] | string[] | null

  constructor(status: number, message: string, errors: FieldError[] | string[] | null = null) {
    super(message)
    this.status = status
    this.errors = errors
  }

  /** The body GitHub sends with this refusal. */
  body(): Record<string, unknown> {
    return {
      message: this.message,
      ...(this.errors === null ? {} : { errors: this.errors }),
      documentation_url: 'https://docs.github.com/rest',
      status: String(this.status),
    }
  }
}

export function notFound(): ApiError {
  return new ApiError(404, 'Not Found')
}

/** 422 with one entry in `errors`. */
export function invalid(error: FieldError): ApiError {
  return new ApiError(422, 'Validation Failed', [error])
}
