import type { StackUrls } from './services.ts'

/** What a person reads once everything runs: where to go and what to do next. */
export function welcome(urls: StackUrls, seconds: number): string {
  const head = `\nReady after ${seconds.toFixed(1)} s.\n\n  Registry   ${urls.worker}`
  if (urls.forge === null) return `${head}\n  GitHub     the App of .dev.vars\n\nPress Ctrl-C to stop.\n`
  return `${head}
  Forge      ${urls.forge}   stands in for github.com

What to do next
  1. Browse and search the sample CodeBundles at ${urls.worker}
  2. Ask for a new one: open an issue with the label codebundle:generate at
     ${urls.forge}/meridian-ops/cluster-care-codecollection/issues/new
  3. Watch it live at ${urls.worker}/issues, sign in as rex, approve.

Or let \`npm run demo\`, in a second terminal, do all of that.

Sign in as  ada (admin)   rex (reviewer)   cora (contributor)
Logs        .local/logs   ·   start over with: npm start -- --fresh
Press Ctrl-C to stop.
`
}
