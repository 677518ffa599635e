import { importsOf } from '../robot-imports.ts'
import { allCalls, normalName, splitKeyword } from '../robot-model.ts'
import type { BundleFacts, TemplateFact } from './facts.ts'
import type { Finding, Gate } from './gate.ts'
import { field, isMapping, listField, textField } from './yaml-value.ts'

/** Rules about what templates render to: kind, fields, the file that is run, its credentials, its interval and its objective. */

const running = [
  'location',
  'locations',
  'description',
  'codeBundle',
  'configProvided',
  'secretsProvided',
  'servicesProvided',
  'runtimeVarsProvided',
  'intervalStrategy',
  'intervalSeconds',
  'cron',
]

/** Fields of `spec` by kind, as the platform reads them. */
const fields: Record<string, ReadonlySet<string>> = {
  ServiceLevelX: new Set([
    'imageURL',
    'icon',
    'alias',
    'asMeasuredBy',
    'owners',
    'statement',
    'additionalContext',
    'tags',
    'configProvided',
  ]),
  Runbook: new Set(running),
  ServiceLevelIndicator: new Set([...running, 'displayUnitsLong', 'displayUnitsShort', 'alertConfig', 'alerts']),
  ServiceLevelObjective: new Set(['codeBundle', 'sloSpecType', 'objective', 'threshold', 'operand', 'description']),
  Workflow: new Set(['fromActivities', 'description', 'displayName']),
}

const needed: Record<string, readonly string[]> = {
  ServiceLevelX: ['alias', 'statement'],
  Runbook: ['codeBundle'],
  ServiceLevelIndicator: ['codeBundle', 'intervalSeconds'],
  ServiceLevelObjective: ['objective', 'threshold', 'operand'],
}

function lineOf({ text }: TemplateFact, pattern: RegExp): number | null {
  const index = text.split('\n').findIndex((line) => pattern.test(line))
  return index < 0 ? null : index + 1
}

/** Templates that rendered, with their kind. */
function rendered(facts: BundleFacts): { template: TemplateFact; kind: string; spec: unknown }[] {
  return facts.templates.flatMap((template) =>
    template.fault || template.value === undefined
      ? []
      : [{ template, kind: textField(template.value, 'kind') ?? '', spec: field(template.value, 'spec') }],
  )
}

export const templateShape: Gate = {
  id: 'templates/shape',
  severity: 'block',
  title: 'Every template has a known kind and the fields of that kind.',
  reason:
    'The platform drops a field it does not know without a word: a slip of the pen in configProvided is a bundle without configuration.',
  hint: 'Compare the names with those of other bundles: configProvided, secretsProvided, codeBundle, intervalSeconds.',
  check: (facts) =>
    rendered(facts).flatMap(({ template, kind, spec }): Finding[] => {
      const known = fields[kind]
      const at = (pattern: RegExp, message: string, severity: 'block' | 'warn' = 'block') => ({
        file: template.path,
        line: lineOf(template, pattern),
        message,
        severity,
      })
      if (!known) return [at(/^kind:/, `The kind ${JSON.stringify(kind)} is unknown; known are ${Object.keys(fields).join(', ')}.`)]
      if (!isMapping(spec)) return [at(/^spec:/, 'spec is missing or no mapping.')]
      const version = textField(template.value, 'apiVersion')
      return [
        ...(version === 'runwhen.com/v1' ? [] : [at(/^apiVersion:/, 'apiVersion is not runwhen.com/v1.')]),
        ...(needed[kind] ?? []).filter((name) => !Object.hasOwn(spec, name)).map((name) => at(/^spec:/, `spec.${name} is missing.`)),
        ...Object.keys(spec)
          .filter((name) => !known.has(name))
          .map((name) =>
            at(new RegExp(`^\\s*${name.replace(/\W/g, '\\$&')}:`), `spec.${name} is no field of ${kind} and has no effect.`, 'warn'),
          ),
      ]
    }),
}

function pathOf(spec: unknown): string {
  return textField(field(spec, 'codeBundle'), 'pathToRobot') ?? ''
}

export const robotRole: Gate = {
  id: 'templates/robot-role',
  severity: 'block',
  title: 'A Runbook runs runbook.robot and an SLI runs sli.robot.',
  reason: 'The platform refuses metrics of a runbook and issues of an SLI.',
  hint: 'Correct pathToRobot, or the kind of the template.',
  check: (facts) =>
    rendered(facts).flatMap(({ template, kind, spec }): Finding[] => {
      const wrong = kind === 'Runbook' ? 'sli.robot' : kind === 'ServiceLevelIndicator' ? 'runbook.robot' : null
      if (wrong === null || pathOf(spec) !== `${facts.path}/${wrong}`) return []
      return [{ file: template.path, line: lineOf(template, /pathToRobot/), message: `A template of kind ${kind} runs ${wrong}.` }]
    }),
}

/** Secrets of platforms, and the partial templates that provide them. */
const providers: Record<string, RegExp> = {
  kubeconfig: /^kubernetes-auth/,
  gcp_credentials: /^gcp-auth/,
  aws_credentials: /^aws-auth/,
  azure_credentials: /^azure(-devops)?-auth/,
}

/** Names of the secrets that the run file of a template must get. */
function wantedSecrets(facts: BundleFacts, spec: unknown): string[] {
  const robot = facts.robots.find(({ path }) => path === pathOf(spec))
  if (!robot) return []
  const imports = importsOf(robot.model).filter(({ kind, literal }) => kind === 'secret' && literal)
  return [
    ...new Set(
      imports.filter(({ options }) => !/true/i.test(options.get('optional') ?? '') && !options.has('default')).map(({ name }) => name),
    ),
  ]
}

function authIncludes({ text }: TemplateFact): string[] {
  return [...text.matchAll(/\{%-?\s*include\s+["']([\w-]+-auth)\.ya?ml["']/g)].map((match) => match[1] ?? '')
}

function isNamed({ text }: TemplateFact, secret: string): boolean {
  return new RegExp(`name:\\s*["']?${secret.replace(/\W/g, '\\$&')}\\b`, 'i').test(text)
}

export const templateAuth: Gate = {
  id: 'templates/auth',
  severity: 'block',
  title: 'Each template includes the credentials of the platform that its Robot file asks for.',
  reason: 'With the credentials of another platform the run fails at its first line, for every resource.',
  hint: 'Include kubernetes-auth, aws-auth, azure-auth or gcp-auth, as the imported secret says.',
  check: (facts) =>
    rendered(facts).flatMap(({ template, spec }): Finding[] => {
      const includes = authIncludes(template)
      if (includes.length === 0) return []
      return wantedSecrets(facts, spec).flatMap((secret): Finding[] => {
        const right = providers[secret]
        if (!right || includes.some((name) => right.test(name))) return []
        // A name beside the include serves old versions of discovery only.
        return [
          {
            file: template.path,
            line: lineOf(template, /include\s+["'][\w-]+-auth/),
            message: `${includes[0]} does not provide ${secret}.`,
          },
        ]
      })
    }),
}

export const templateSecrets: Gate = {
  id: 'templates/secrets',
  severity: 'warn',
  title: 'Every secret that is not optional is provided.',
  reason: 'The run fails in Suite Initialization when a secret has no value.',
  hint: 'Add the secret to secretsProvided, by name or by the include of its platform.',
  check: (facts) =>
    rendered(facts).flatMap(({ template, spec }): Finding[] => {
      const includes = authIncludes(template)
      return wantedSecrets(facts, spec)
        .filter((secret) => !isNamed(template, secret) && !(providers[secret] && includes.length > 0))
        .map((secret) => ({
          file: template.path,
          line: lineOf(template, /secretsProvided/),
          message: `${secret} is imported and not provided.`,
        }))
    }),
}

export const templatePlaceholders: Gate = {
  id: 'templates/missing-value',
  severity: 'warn',
  title: 'No value depends on a setting that a workspace may not have.',
  reason: 'A custom value that is not set renders to a text that begins with "missing_", and the bundle runs with that text.',
  hint: 'Give it a default: {{ custom.name | default("…") }}.',
  check: (facts) =>
    rendered(facts).flatMap(({ template }) =>
      template.text.split('\n').flatMap((line, index): Finding[] => {
        const name = /^\s*value:.*\{\{[^}|]*\bcustom\.(\w+)[^}|]*\}\}/.exec(line)?.[1]
        const isAsked = name !== undefined && new RegExp(`\\{%-?\\s*(el)?if[^%]*custom\\.${name}\\b`).test(template.text)
        return name === undefined || isAsked ? [] : [{ file: template.path, line: index + 1, message: `custom.${name} has no default.` }]
      }),
    ),
}

export const sliInterval: Gate = {
  id: 'templates/interval',
  severity: 'advise',
  title: 'The SLI runs every 5 to 15 minutes.',
  reason: 'A run takes up to half a minute of the system that it looks at; a rare one sees a fault late.',
  hint: 'Set intervalSeconds to 300, or up to 900 where the answer changes slowly.',
  check: (facts) =>
    rendered(facts).flatMap(({ template, kind, spec }): Finding[] => {
      const seconds = Number(field(spec, 'intervalSeconds'))
      if (kind !== 'ServiceLevelIndicator' || !Number.isFinite(seconds) || (seconds >= 300 && seconds <= 900)) return []
      return [
        {
          file: template.path,
          line: lineOf(template, /intervalSeconds/),
          message: `The SLI runs every ${seconds} s.`,
          severity: seconds < 60 ? 'warn' : 'advise',
        },
      ]
    }),
}

/** True when the SLI's own metric is a share of health, by the name of what it pushes. */
function pushesHealth(facts: BundleFacts): boolean {
  const sli = facts.robots.find(({ role }) => role === 'sli')
  return [...(sli ? allCalls(sli.model) : [])].some(
    ({ keyword, args }) =>
      normalName(splitKeyword(keyword).name) === 'pushmetric' &&
      !args.some(([text]) => text.startsWith('sub_name=')) &&
      args.some(([text]) => /score|health/i.test(text)),
  )
}

export const sloThreshold: Gate = {
  id: 'templates/slo-threshold',
  severity: 'warn',
  title: 'The objective counts healthy measurements as good.',
  reason: 'An objective that is upside down is met while everything is broken, and missed while everything works.',
  hint: 'For a score of 1 for healthy: threshold 1 and operand eq.',
  check: (facts) =>
    rendered(facts).flatMap(({ template, kind, spec }): Finding[] => {
      if (kind !== 'ServiceLevelObjective' || !pushesHealth(facts)) return []
      const threshold = Number(field(spec, 'threshold'))
      const operand = textField(spec, 'operand') ?? ''
      const isRight = (operand === 'eq' && threshold === 1) || (/^(gt|gte|ge)$/.test(operand) && threshold >= 0.5)
      return isRight
        ? []
        : [
            {
              file: template.path,
              line: lineOf(template, /^\s*threshold:/),
              message: `A score that is ${operand} ${threshold} counts as good, and 1 is healthy.`,
            },
          ]
    }),
}

/** Predicates of discovery. */
const predicates = new Set(['pattern', 'and', 'or', 'not', 'exists', 'custom-variable'])

export const matchRules: Gate = {
  id: 'rules/match-rules',
  severity: 'block',
  title: 'Every match rule has a type that discovery knows.',
  reason: 'Discovery drops the whole file when it meets a rule that it does not know.',
  hint: `Use one of ${[...predicates].join(', ')}.`,
  check: (facts) =>
    facts.rules.flatMap((rule) =>
      listField(field(rule.value, 'spec'), 'generationRules').flatMap((entry, index) =>
        listField(entry, 'matchRules').flatMap((match, number): Finding[] => {
          const type = textField(match, 'type')
          if (type === undefined || predicates.has(type)) return []
          const line = rule.lines.get(`spec/generationRules/${index}/matchRules/${number}/type`) ?? null
          return [{ file: rule.path, line, message: `The match rule's type ${JSON.stringify(type)} is unknown.` }]
        }),
      ),
    ),
}
