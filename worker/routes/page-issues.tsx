import { IssuePage } from '../../web/pages/issue.tsx'
import { IssuesPage } from '../../web/pages/issues.tsx'
import { type PageContext, type PageDeps, respond } from './page-shell.tsx'

export async function issues(c: PageContext, deps: PageDeps): Promise<Response> {
  const body = <IssuesPage issues={await deps.data.issues()} now={deps.now()} />
  return respond(c, deps, { title: 'Requests', section: 'issues', islands: ['feed-room'], body })
}

export async function issue(c: PageContext, deps: PageDeps, owner: string, repo: string, number: string): Promise<Response> {
  const view = /^[1-9]\d{0,9}$/.test(number) ? await deps.data.issue(owner, repo, Number(number)) : null
  if (view === null) return c.notFound()
  const body = <IssuePage view={view} viewer={c.get('viewer') ?? null} now={deps.now()} />
  const title = `${view.summary.title} · ${owner}/${repo}#${number}`
  return respond(c, deps, { title, section: 'issues', islands: ['issue-room'], body })
}
