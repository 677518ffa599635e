import type { BundleView } from '../../worker/domain/views.ts'
import { count } from '../format/text.ts'
import { AccessBadge } from './badges.tsx'

function Names({ names }: { names: string[] }) {
  return (
    <>
      {names.map((name, index) => (
        <>
          {index > 0 && ' '}
          <code class="chip">{name}</code>
        </>
      ))}
    </>
  )
}

/** How instances of the CodeBundle come to be: by rules over discovered resources, or by hand. */
export function DiscoverySection({ view }: { view: BundleView }) {
  const { discovery } = view.bundle
  return (
    <section id="discovery" aria-labelledby="discovery-title" class="mt-10">
      <h2 id="discovery-title" class="section-title">
        Discovery
      </h2>
      {discovery.ruleFiles === 0 ? (
        <p class="text-muted mt-2 text-sm">It has no generation rules: each instance is configured by hand, as above.</p>
      ) : (
        <>
          <p class="mt-2 max-w-[65ch] text-sm">
            {count(discovery.ruleFiles, 'generation rule file')} and {count(discovery.templates, 'template')} configure it for every
            resource that matches.
          </p>
          <dl class="facts mt-3">
            <dt>Platforms</dt>
            <dd>{discovery.platforms.length > 0 ? <Names names={discovery.platforms} /> : 'not given'}</dd>
            <dt>Resources</dt>
            <dd>{discovery.resourceTypes.length > 0 ? <Names names={discovery.resourceTypes} /> : 'not given'}</dd>
          </dl>
        </>
      )}
    </section>
  )
}

type Command = NonNullable<BundleView['assessment']>['security']['commands'][number]

/** Commands by tool, each verb with its resource once, in order of their names. */
function byTool(commands: Command[]): [tool: string, calls: string[]][] {
  const tools = new Map<string, Set<string>>()
  for (const { tool, verb, resource } of commands) {
    tools.set(tool, (tools.get(tool) ?? new Set()).add(resource === null ? verb : `${verb} ${resource}`))
  }
  return [...tools].map(([tool, calls]): [string, string[]] => [tool, [...calls].sort()]).sort(([a], [b]) => a.localeCompare(b))
}

/** What it may do by its own word, and the commands that an account for it must be allowed. */
export function PermissionsSection({ view }: { view: BundleView }) {
  const commands = view.assessment?.security.commands ?? []
  return (
    <section id="permissions" aria-labelledby="permissions-title" class="mt-10">
      <h2 id="permissions-title" class="section-title">
        Permissions
      </h2>
      <p class="mt-2 text-sm">
        By its tasks’ tags: <AccessBadge access={view.card.access} />
      </p>
      {commands.length === 0 ? (
        <p class="text-muted mt-2 text-sm">
          {view.assessment === null
            ? 'Its commands have not been read yet.'
            : 'No command of a platform was found in its files; it may still call an API by a library.'}
        </p>
      ) : (
        <>
          <p class="text-muted mt-2 max-w-[65ch] text-sm">
            Commands in its files. An account that may do these, and nothing else, is enough.
          </p>
          <dl class="facts mt-3">
            {byTool(commands).map(([tool, calls]) => (
              <>
                <dt class="font-mono">{tool}</dt>
                <dd class="leading-7">
                  <Names names={calls} />
                </dd>
              </>
            ))}
          </dl>
        </>
      )}
    </section>
  )
}
