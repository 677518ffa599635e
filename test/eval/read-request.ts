import { resolve } from 'node:path'
import { findKinds } from '../../worker/domain/lexicon/find-kinds.ts'
import { makePlan, type PlanResult } from '../../worker/domain/make-plan.ts'
import { parseRequest } from '../../worker/domain/parse-request.ts'
import type { ParsedRequest } from '../../worker/domain/request.ts'
import { modelOf } from '../../worker/generation/bundle-model.ts'
import { adjustmentsOf } from '../../worker/generation/feedback.ts'
import { generationInput } from '../generation-input.ts'
import { type RequestFile, readRequest } from '../stack/request-file.ts'
import { StackError } from '../stack/stack-error.ts'
import { decideOffline } from './decide-offline.ts'

const usage = 'Usage: npm run -s read-request -- FILE\n'

/** The kinds of resource that the request is about, as their own documentation writes them. */
function resourcesOf(request: ParsedRequest): string[] {
  const texts = [request.service ?? '', request.title, ...request.tasks.flatMap(({ title, description }) => [title, description])]
  const kinds = texts.flatMap((text) => findKinds(text, request.platform).map(({ kind }) => kind.name))
  return [...new Set(kinds.length > 0 ? kinds : request.service === null ? [] : [request.service])]
}

/** What a bundle for this plan would import. */
function variablesOf(file: RequestFile, planned: PlanResult): { name: string; description: string; secret: boolean }[] {
  if (!('plan' in planned)) return []
  const { profile } = modelOf(generationInput(file), adjustmentsOf([]))
  const secrets = profile.secret === null ? [] : [{ name: profile.secret.name, description: profile.secret.description, secret: true }]
  return [...profile.settings.map(({ name, description }) => ({ name, description, secret: false })), ...secrets]
}

/** `npm run -s read-request -- FILE`: what the registry takes from an issue, as JSON. Exit code 0, or 2 when there is no such file. */
function main(): number {
  const [path, ...more] = process.argv.slice(2)
  if (path === undefined || more.length > 0) {
    process.stderr.write(usage)
    return 2
  }
  const file = readRequest(resolve(process.env.INIT_CWD ?? '.', path))
  const request = parseRequest(file)
  const planned = makePlan(request)
  const plan = 'plan' in planned ? planned.plan : null
  const answer = {
    ...decideOffline(file, request, planned),
    shape: request.shape,
    platform: plan?.platform ?? request.platform,
    purpose: plan?.purpose ?? request.purpose,
    resources: resourcesOf(request),
    tasks: request.tasks.map(({ title, raiseWhen }) => ({ title, raiseWhen })),
    variables: variablesOf(file, planned),
    access: plan?.access ?? request.access,
    slug: plan?.slug ?? null,
    sli: plan?.withSli ?? null,
    missing: 'needsInfo' in planned ? planned.needsInfo : [],
    removedText: request.hidden,
    suspicion: request.suspicion,
  }
  process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`)
  return 0
}

try {
  process.exitCode = main()
} catch (error) {
  if (!(error instanceof StackError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
}
