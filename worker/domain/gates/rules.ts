import type { BundleFacts, YamlFact } from './facts.ts'
import type { Finding, Gate } from './gate.ts'
import { field, isMapping, listField, textField } from './yaml-value.ts'

/** Rules about generation rules: how discovery finds the resources that the bundle is for. */

/** Qualifiers that discovery can resolve, by platform. A name outside of the list yields no SLX at all. */
const qualifiers: Record<string, readonly string[]> = {
  kubernetes: ['resource', 'namespace', 'cluster', 'context', 'subscription_id', 'subscription_name'],
  gcp: ['resource', 'project'],
  azure: ['resource', 'resource_group', 'subscription_id', 'subscription_name'],
  aws: [
    'resource',
    'account_id',
    'account_name',
    'account_alias',
    'region',
    'service',
    'arn',
    'is_public',
    'auth_type',
    'assume_role_arn',
    'auth_secret',
  ],
  azure_devops: ['resource', 'organization', 'project', 'project.name'],
}

/** Rule files with a document in them; an empty file says nothing and has a gate of its own. */
function documents(facts: BundleFacts): YamlFact[] {
  return facts.rules.filter((rule) => rule.fault === null && rule.value !== null && rule.value !== undefined)
}

interface Slx {
  rule: YamlFact
  platform: string
  value: unknown
  /** Where the value stands in the document. */
  at: string
}

function slxsOf(facts: BundleFacts): Slx[] {
  return documents(facts).flatMap((rule) => {
    const spec = field(rule.value, 'spec')
    const platform = textField(spec, 'platform') ?? 'kubernetes'
    return listField(spec, 'generationRules').flatMap((entry, index) =>
      listField(entry, 'slxs').map((value, number) => ({ rule, platform, value, at: `spec/generationRules/${index}/slxs/${number}` })),
    )
  })
}

function at(rule: YamlFact, path: string, message: string): Finding {
  return { file: rule.path, line: rule.lines.get(path) ?? null, message }
}

export const rulesReadable: Gate = {
  id: 'rules/yaml',
  severity: 'block',
  title: 'The generation rules are YAML.',
  reason: 'Discovery skips a file it cannot read, and the bundle is offered to nobody.',
  hint: 'Correct the YAML at this line.',
  check: ({ rules }) =>
    rules.flatMap((rule) => (rule.fault ? [{ file: rule.path, line: rule.fault.line, message: rule.fault.message }] : [])),
}

export const rulesNotEmpty: Gate = {
  id: 'rules/empty',
  severity: 'warn',
  title: 'No generation rule file is empty.',
  reason: 'An empty file looks like discovery and discovers nothing.',
  hint: 'Write the rules or delete the file.',
  check: ({ rules }) =>
    rules
      .filter((rule) => rule.fault === null && (rule.value === null || rule.value === undefined))
      .map((rule) => ({ file: rule.path, message: 'The file is empty.' })),
}

export const rulesShape: Gate = {
  id: 'rules/shape',
  severity: 'block',
  title: 'The generation rules have the right kind, version and lists.',
  reason: 'Discovery reads exactly this shape.',
  hint: 'Use apiVersion: runwhen.com/v1, kind: GenerationRules, spec.generationRules with resourceTypes, matchRules and slxs.',
  check: (facts) => documents(facts).flatMap(shapeOf),
}

function shapeOf(rule: YamlFact): Finding[] {
  const findings: Finding[] = []
  const { value } = rule
  if (field(value, 'apiVersion') !== 'runwhen.com/v1') findings.push(at(rule, 'apiVersion', 'apiVersion is not runwhen.com/v1.'))
  if (field(value, 'kind') !== 'GenerationRules') findings.push(at(rule, 'kind', 'kind is not GenerationRules.'))
  const spec = field(value, 'spec')
  const platform = field(spec, 'platform')
  if (platform !== undefined && !(typeof platform === 'string' && Object.hasOwn(qualifiers, platform))) {
    findings.push(
      at(rule, 'spec/platform', `The platform ${JSON.stringify(platform)} is unknown; known are ${Object.keys(qualifiers).join(', ')}.`),
    )
  }
  const entries = listField(spec, 'generationRules')
  if (entries.length === 0) findings.push(at(rule, 'spec', 'spec.generationRules is missing or empty.'))
  return [...findings, ...entries.flatMap((entry, index) => entryShape(rule, entry, `spec/generationRules/${index}`))]
}

function entryShape(rule: YamlFact, entry: unknown, path: string): Finding[] {
  const findings: Finding[] = []
  for (const name of ['resourceTypes', 'matchRules', 'slxs']) {
    if (listField(entry, name).length === 0) findings.push(at(rule, `${path}/${name}`, `${name} is missing or empty.`))
  }
  for (const type of listField(entry, 'resourceTypes')) {
    if (typeof type !== 'string' && !isMapping(type))
      findings.push(at(rule, `${path}/resourceTypes`, `${JSON.stringify(type)} is no resource type.`))
  }
  for (const [index, match] of listField(entry, 'matchRules').entries()) {
    if (!textField(match, 'type')) findings.push(at(rule, `${path}/matchRules/${index}`, 'The match rule has no type.'))
  }
  return findings
}

const slxFields = new Set(['baseName', 'shortenedBaseName', 'baseTemplateName', 'qualifiers', 'levelOfDetail', 'outputItems'])
const itemFields = new Set(['type', 'path', 'templateName', 'templateVariables', 'levelOfDetail'])
const itemTypes = new Set(['slx', 'sli', 'slo', 'runbook', 'taskset', 'workflow'])
const levels = new Set(['none', 'basic', 'detailed'])

export const slxShape: Gate = {
  id: 'rules/slxs',
  severity: 'block',
  title: 'Every SLX of the generation rules is complete.',
  reason: 'The published schema does not look inside slxs, so a slip there shows only as bundles that never appear.',
  hint: 'Give baseName, qualifiers, levelOfDetail (basic or detailed) and outputItems with types slx, sli, runbook, slo or workflow.',
  check: (facts) => slxsOf(facts).flatMap(slxFindings),
}

function slxFindings({ rule, value, at: path }: Slx): Finding[] {
  if (!isMapping(value)) return [at(rule, path, 'The SLX is no mapping.')]
  const findings = unknownFields(rule, value, slxFields, path)
  if (!textField(value, 'baseName')) findings.push(at(rule, path, 'The SLX has no baseName.'))
  const names = field(value, 'qualifiers')
  if (names !== undefined && !(Array.isArray(names) && names.every((name) => typeof name === 'string'))) {
    findings.push(at(rule, `${path}/qualifiers`, 'qualifiers is not a list of names.'))
  }
  const level = field(value, 'levelOfDetail')
  if (level !== undefined && !levels.has(String(level)))
    findings.push(at(rule, `${path}/levelOfDetail`, `levelOfDetail ${JSON.stringify(level)} is unknown.`))
  const items = listField(value, 'outputItems')
  if (items.length === 0) findings.push(at(rule, path, 'The SLX has no outputItems.'))
  items.forEach((item, index) => {
    const place = `${path}/outputItems/${index}`
    const type = textField(item, 'type')
    if (!type || !itemTypes.has(type)) findings.push(at(rule, place, `The output type ${JSON.stringify(type ?? null)} is unknown.`))
    if (isMapping(item)) findings.push(...unknownFields(rule, item, itemFields, place))
  })
  return findings
}

function unknownFields(rule: YamlFact, value: Record<string, unknown>, known: Set<string>, path: string): Finding[] {
  return Object.keys(value)
    .filter((name) => !known.has(name))
    .map((name) => at(rule, `${path}/${name}`, `The field ${name} is unknown.`))
}

export const legalQualifiers: Gate = {
  id: 'rules/qualifiers',
  severity: 'block',
  title: 'Every qualifier exists on its platform.',
  reason: 'A qualifier that discovery cannot resolve yields no SLX at all.',
  hint: 'Use only the qualifiers of the platform.',
  check: (facts) =>
    slxsOf(facts).flatMap(({ rule, platform, value, at: path }) => {
      const legal = Object.hasOwn(qualifiers, platform) ? qualifiers[platform] : undefined
      if (!legal) return []
      return listField(value, 'qualifiers').flatMap((name): Finding[] =>
        typeof name !== 'string' || legal.includes(name)
          ? []
          : [at(rule, `${path}/qualifiers`, `"${name}" is no qualifier of ${platform}; legal are ${legal.join(', ')}.`)],
      )
    }),
}

/** Longest name that discovery uses as it is. */
const maxBaseName = 15

export const baseNameLength: Gate = {
  id: 'rules/base-name',
  severity: 'warn',
  title: 'Every baseName has at most 15 characters, or a shortened form.',
  reason: 'A longer name is shortened by machine and hard to recognise.',
  hint: 'Shorten baseName or add shortenedBaseName.',
  check: (facts) =>
    slxsOf(facts).flatMap(({ rule, value, at: path }) => {
      const name = textField(value, 'shortenedBaseName') ?? textField(value, 'baseName') ?? ''
      return name.length <= maxBaseName ? [] : [at(rule, `${path}/baseName`, `"${name}" has ${name.length} characters.`)]
    }),
}

export const outputTemplates: Gate = {
  id: 'rules/templates',
  severity: 'block',
  title: 'Every template that the generation rules name exists.',
  reason: 'Discovery renders nothing for an SLX whose template is missing.',
  hint: 'Add the template under .runwhen/templates/ or correct templateName.',
  check: (facts) =>
    slxsOf(facts).flatMap(({ rule, value, at: path }) => {
      const base = textField(value, 'baseTemplateName') ?? textField(value, 'baseName') ?? ''
      return listField(value, 'outputItems').flatMap((item, index): Finding[] => {
        const name = textField(item, 'templateName') ?? `${base}-${textField(item, 'type') ?? ''}.yaml`
        const exists = facts.files.some((file) => file.path === `${facts.path}/.runwhen/templates/${name}`)
        return exists ? [] : [at(rule, `${path}/outputItems/${index}`, `The template ${name} does not exist.`)]
      })
    }),
}
