import type { BundleFacts } from './facts.ts'
import type { Finding, Gate } from './gate.ts'
import catalogue from './resource-types.json' with { type: 'json' }
import { field, listField, textField } from './yaml-value.ts'

/** Names of resource types that discovery knows, by platform. */
const known = new Map(Object.entries(catalogue.types).map(([platform, names]) => [platform, new Set<string>(names)]))

/** A custom resource of Kubernetes: `plural.group`. */
const customResource = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/

export const resourceTypes: Gate = {
  id: 'rules/resource-types',
  severity: 'block',
  title: 'Every resource type is known to discovery.',
  reason: 'A name that discovery does not know matches nothing, and the bundle is offered to nobody.',
  hint: 'Use a name of the platform that discovery lists; a custom resource of Kubernetes is written plural.group.',
  check: (facts) => facts.rules.flatMap((rule) => findingsOf(rule)),
}

function findingsOf(rule: BundleFacts['rules'][number]): Finding[] {
  const spec = field(rule.value, 'spec')
  const platform = textField(spec, 'platform') ?? 'kubernetes'
  const names = known.get(platform)
  // A platform without a list cannot be judged; an unknown one is told by rules/shape.
  if (!names) return []
  return listField(spec, 'generationRules').flatMap((entry, index) =>
    listField(entry, 'resourceTypes').flatMap((type, position): Finding[] => {
      const name = typeof type === 'string' ? type : textField(type, 'resourceType')
      if (name === undefined || names.has(name) || (platform === 'kubernetes' && customResource.test(name))) return []
      const at = `spec/generationRules/${index}/resourceTypes`
      const line = rule.lines.get(`${at}/${position}`) ?? rule.lines.get(at) ?? null
      return [{ file: rule.path, line, message: `"${name}" is no resource type of ${platform}.`, hint: hintFor(name, names) }]
    }),
  )
}

/** The known names that share the most words with the unknown one. */
function hintFor(name: string, names: ReadonlySet<string>): string {
  const words = name.toLowerCase().split(/[^a-z0-9]+/)
  const near = [...names]
    .map((candidate) => ({
      candidate,
      shared: candidate.split('_').filter((word) => words.some((one) => one.replace(/s$/, '') === word.replace(/s$/, ''))).length,
    }))
    .filter(({ shared }) => shared > 1)
    .sort((a, b) => b.shared - a.shared || a.candidate.length - b.candidate.length)
    .slice(0, 3)
  return near.length > 0 ? `Did you mean ${near.map(({ candidate }) => candidate).join(' or ')}?` : resourceTypes.hint
}
