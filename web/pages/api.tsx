import { ScrollRegion } from '../components/scroll-region.tsx'
import { PageTitle } from './page-title.tsx'

/** One operation of the API, as far as its page shows it. */
export interface ApiOperation {
  id: string
  method: string
  path: string
  tag: string
  summary: string
  description: string | null
  parameters: { name: string; in: string; required: boolean; description: string }[]
  statuses: { status: string; description: string }[]
}

function OperationSection({ operation }: { operation: ApiOperation }) {
  const { id, method, path, summary, description, parameters, statuses } = operation
  return (
    <article id={id} class="py-6">
      <h3 class="font-mono text-sm wrap-anywhere">
        <span class="tone tone-quiet mr-2">{method}</span>
        {path}
      </h3>
      <p class="mt-2 max-w-[75ch] text-sm">
        {summary}. {description}
      </p>
      {parameters.length > 0 && (
        <ScrollRegion class="overflow-x-auto" label={`Parameters of ${path}`}>
          <table class="table-sm mt-3 table">
            <thead>
              <tr>
                <th scope="col">Parameter</th>
                <th scope="col">In</th>
                <th scope="col">Required</th>
                <th scope="col">Description</th>
              </tr>
            </thead>
            <tbody>
              {parameters.map((one) => (
                <tr key={one.name}>
                  <th scope="row" class="font-mono font-normal">
                    {one.name}
                  </th>
                  <td>{one.in}</td>
                  <td>{one.required ? 'yes' : 'no'}</td>
                  <td>{one.description}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      <ul class="text-muted mt-3 text-sm">
        {statuses.map(({ status, description: text }) => (
          <li key={status}>
            <span class="font-mono">{status}</span> {text}
          </li>
        ))}
      </ul>
    </article>
  )
}

/** The reference of the API. */
export function ApiPage({ operations }: { operations: ApiOperation[] }) {
  const tags = [...new Set(operations.map(({ tag }) => tag))]
  return (
    <>
      <PageTitle title="API">
        Everything in the catalogue as JSON, open to programs and to pages of every site. Answers carry the catalogue version as their ETag;
        errors are problem documents (RFC 9457). <a href="/api/v1/openapi.json">OpenAPI 3.1 document</a>
      </PageTitle>
      {tags.map((tag) => (
        <section key={tag} class="mb-8" aria-label={tag}>
          <h2 class="section-title">{tag}</h2>
          <div class="rows">
            {operations
              .filter((operation) => operation.tag === tag)
              .map((operation) => (
                <OperationSection key={operation.id} operation={operation} />
              ))}
          </div>
        </section>
      ))}
    </>
  )
}
