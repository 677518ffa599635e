import { safeHref } from './text.ts'

function repository(url: string): string {
  return url.replace(/\/$/, '').replace(/\.git$/, '')
}

/** Address of a commit in the form that GitHub and the forge share; null when the repository has none that is safe to link. */
export function commitHref(repositoryUrl: string, sha: string): string | null {
  return safeHref(`${repository(repositoryUrl)}/commit/${encodeURIComponent(sha)}`)
}

/** Address of a file, and of one of its lines, at a commit or branch; null as in `commitHref`. */
export function fileHref(repositoryUrl: string, ref: string, file: string, line: number | null): string | null {
  const path = file.split('/').map(encodeURIComponent).join('/')
  return safeHref(`${repository(repositoryUrl)}/blob/${encodeURIComponent(ref)}/${path}${line === null ? '' : `#L${line}`}`)
}
