import type { Secret, Variable } from '../../worker/domain/catalogue.ts'
import type { BundleView } from '../../worker/domain/views.ts'
import { configurationYaml } from '../format/configuration.ts'
import { CopyBlock } from './copy-block.tsx'
import { ScrollRegion } from './scroll-region.tsx'

function VariableRow({ variable }: { variable: Variable }) {
  return (
    <tr>
      <td class="min-w-40">
        <code class="chip whitespace-nowrap">{variable.name}</code>
        <p class="text-muted mt-1 text-xs">
          {variable.type ?? 'string'}, {variable.required ? 'required' : 'optional'}
        </p>
      </td>
      <td class="min-w-52">
        {variable.description ?? <span class="text-muted">No description</span>}
        {variable.enum && (
          <p class="text-muted mt-1 text-xs">
            one of <code class="font-mono">{variable.enum.join(', ')}</code>
          </p>
        )}
      </td>
      <td class="font-mono text-xs wrap-anywhere">
        {variable.default && (
          <p>
            <span class="text-muted font-sans sm:hidden">default </span>
            {variable.default}
          </p>
        )}
        {variable.example && <p class="text-muted">e.g. {variable.example}</p>}
        {!variable.default && !variable.example && <span class="text-muted max-sm:hidden">–</span>}
      </td>
    </tr>
  )
}

function Variables({ variables }: { variables: Variable[] }) {
  if (variables.length === 0) return <p class="text-muted mt-2 text-sm">It takes no variables.</p>
  return (
    <ScrollRegion class="overflow-x-auto" label="Variables">
      <table class="data-table">
        <thead>
          <tr>
            <th scope="col">Variable</th>
            <th scope="col">Meaning</th>
            <th scope="col">Default</th>
          </tr>
        </thead>
        <tbody>
          {variables.map((variable) => (
            <VariableRow key={variable.name} variable={variable} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

function Secrets({ secrets }: { secrets: Secret[] }) {
  if (secrets.length === 0) return <p class="text-muted mt-2 text-sm">It needs no secrets.</p>
  return (
    <ul class="mt-2 space-y-2 text-sm">
      {secrets.map((secret) => (
        <li key={secret.name}>
          <code class="chip">{secret.name}</code> {secret.optional && <span class="text-muted text-xs">optional</span>}
          {secret.description && <p class="text-muted mt-0.5">{secret.description}</p>}
        </li>
      ))}
    </ul>
  )
}

/** Variables, secrets, and a configuration to start from. */
export function ConfigureSection({ view }: { view: BundleView }) {
  const { bundle } = view
  return (
    <section id="configure" aria-labelledby="configure-title">
      <h2 id="configure-title" class="section-title">
        Configuration
      </h2>
      <h3 class="eyebrow mt-4">Variables</h3>
      <Variables variables={bundle.variables} />
      <h3 class="eyebrow mt-6">Secrets</h3>
      <Secrets secrets={bundle.secrets} />
      <h3 class="eyebrow mt-6 mb-2">To start from</h3>
      <CopyBlock id="configuration-yaml" text={configurationYaml(view)} label="Configuration in YAML" language="yaml" />
    </section>
  )
}
