import type { AssessLine, AssessRequest, InspectLine, InspectRequest } from '../domain/sandbox-protocol.ts'
import type { SandboxPort } from '../pipeline/ports.ts'
import { createRunnerClient } from './runner-client.ts'
import type { SandboxObject } from './sandbox-object.ts'

/** What the registry asks of a sandbox, next to what the pipeline asks. */
export interface InspectPort {
  /** Streams the lines of an inspection in order, `end` included; returns after it. Throws `SandboxError`. `name` isolates as for `validate`. */
  inspect(name: string, request: InspectRequest, onLine: (line: InspectLine) => Promise<void>): Promise<void>
  /** Streams the lines of an assessment in the same way. */
  assess(name: string, request: AssessRequest, onLine: (line: AssessLine) => Promise<void>): Promise<void>
}

/** The sandboxes of a namespace: one object, and so one container, per name. */
export function createSandbox(namespace: DurableObjectNamespace<SandboxObject>): SandboxPort & InspectPort {
  const client = (name: string) => {
    const object = namespace.getByName(name)
    return createRunnerClient((path, init) => object.fetch(`http://sandbox${path}`, init))
  }
  return {
    inspect(name, request, onLine) {
      return client(name).inspect(request, onLine)
    },
    assess(name, request, onLine) {
      return client(name).assess(request, onLine)
    },
    validate(name, input, progress) {
      const { credential, ...source } = input
      return client(name).validate({ ...source, ...(credential === null ? {} : { credential }) }, progress)
    },
  }
}
