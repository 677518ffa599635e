import { parseAllDocuments } from 'yaml'
import * as z from 'zod'
import type { DeclaredPermissions } from '../../worker/domain/rehearsal/compare-permissions.ts'

/** Reads what a README declares about permissions. */

const list = z.union([z.string().transform((text) => [text]), z.array(z.string())])
const roleSchema = z.object({
  kind: z.enum(['Role', 'ClusterRole']),
  rules: z.array(z.object({ apiGroups: list.default(['']), resources: list, verbs: list })),
})
const rulesSchema = z.object({ rules: roleSchema.shape.rules })

/** Longest README that is looked into, and longest fenced block of it. */
const maxText = 200_000
const maxBlock = 20_000

const azureRole =
  /\b(Owner|Contributor|User Access Administrator|(?:(?:Cost Management|Monitoring|Log Analytics|Billing|Security|Key Vault|Storage Blob Data|Storage Queue Data|Storage Table Data) )?Reader|Key Vault Secrets User|AcrPull|Website Contributor|Azure Kubernetes Service Cluster User Role|Azure Kubernetes Service RBAC Reader|Storage Account Key Operator Service Role)\b/g

/** A verb or several, `on` or `access to`, and what they are about: "get and list on pods, events and nodes/proxy". */
const inProse =
  /((?:`?(?:get|list|watch|create|delete|patch|update)`?(?:,\s*|\s+and\s+|\s*\/\s*|\s+)?)+)(?:access\s+)?(?:on|to|for)\s+((?:`?(?!(?:get|list|watch|create|delete|patch|update)\b)[a-z][a-z0-9./-]*`?(?:,\s*(?:and\s+)?|\s+and\s+|\s*\/\s*)?)+)/g

/** Reads the README's fenced roles and policies, and the names of actions and roles in its sentences. */
export function declaredPermissions(readme: { path: string; text: string } | null): DeclaredPermissions {
  const text = readme?.text.slice(0, maxText) ?? ''
  const about = permissionText(text)
  return {
    file: readme?.path ?? null,
    kubernetes: [...fencedRules(text), ...proseRules(about)],
    aws: actions(text),
    azure: matches(/\b(azure|subscription|service principal|resource group)\b/i.test(text) ? about : '', azureRole),
    gcp: matches(text, /\broles\/[a-zA-Z][a-zA-Z0-9.]*[a-zA-Z0-9]/g),
    inWords: /^#{1,6}.*\b(permission|rbac|iam|role|privilege)/im.test(text) || about !== '',
  }
}

/** Sentences and list items that speak of permissions: those under such a heading, and those that say so themselves. Instructions for the test infrastructure do not count. */
function permissionText(text: string): string {
  let isAbout = false
  const lines: string[] = []
  for (const line of text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').split('\n')) {
    const heading = /^#{1,6}\s+(.*)$/.exec(line)?.[1]
    if (heading !== undefined) isAbout = /permission|rbac|iam\b|role|privilege|access/i.test(heading) && !/test/i.test(heading)
    else if (isAbout || /\b(permissions?|role|rbac|privileges?)\b/i.test(line)) lines.push(line)
  }
  return lines.join('\n')
}

function matches(text: string, pattern: RegExp): string[] {
  return [...new Set(text.match(pattern) ?? [])].sort()
}

function fences(text: string): string[] {
  return [...text.matchAll(/^(```|~~~)[^\n]*\n([\s\S]*?)^\1/gm)].flatMap(([, , body = '']) => (body.length <= maxBlock ? [body] : []))
}

function fencedRules(text: string): DeclaredPermissions['kubernetes'] {
  return fences(text)
    .filter((body) => /^\s*-?\s*(apiGroups|resources)\s*:/m.test(body))
    .flatMap((body) => documents(body))
    .flatMap((value) => {
      const role = roleSchema.safeParse(value)
      if (role.success) return role.data.rules
      const bare = rulesSchema.safeParse(value)
      return bare.success ? bare.data.rules : []
    })
}

function documents(body: string): unknown[] {
  try {
    return parseAllDocuments(body, { logLevel: 'silent' }).map((document) => document.toJS({ maxAliasCount: 20 }))
  } catch {
    // No YAML, or aliases without end: nothing that could be compared.
    return []
  }
}

function proseRules(text: string): DeclaredPermissions['kubernetes'] {
  return [...text.matchAll(inProse)].flatMap(([, verbs = '', resources = '']) => {
    const names = resources.match(/[a-z](?:[a-z0-9./-]*[a-z0-9])?/g)?.filter((name) => name !== 'and' && name !== 'the') ?? []
    const words = verbs.match(/get|list|watch|create|delete|patch|update/g) ?? []
    return names.length > 0 ? [{ apiGroups: ['*'], resources: names, verbs: words }] : []
  })
}

/** IAM actions, in a policy or named in a sentence: `ec2:DescribeInstances`, `"s3:*"`, `ec2 describe*`-like words are none. */
function actions(text: string): string[] {
  const named = text.match(/(?<![\w:/.-])[a-z][a-z0-9-]{1,40}:(?:[A-Z][A-Za-z0-9]*\*?|\*)(?![\w:])/g) ?? []
  const all = /"Action"\s*:\s*(?:\[\s*)?"\*"/.test(text) ? ['*'] : []
  return [...new Set([...named, ...all])].sort()
}
