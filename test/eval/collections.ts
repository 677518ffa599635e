/** The public collections that the questions are about, by the short names of questions.txt. Read at run time; nothing of them is kept here. */
export const collections: Record<string, string> = {
  cli: 'rw-cli-codecollection',
  pub: 'rw-public-codecollection',
  gen: 'rw-generic-codecollection',
  utils: 'rw-workspace-utils',
  aws: 'aws-c7n-codecollection',
  azure: 'azure-c7n-codecollection',
  ternary: 'ternary-codecollection',
}

/** Where a collection is cloned from: GitHub, or a path or URL with `{name}` in it. */
export function sourceOf(name: string, pattern: string | undefined): string {
  return (pattern ?? 'https://github.com/runwhen-contrib/{name}.git').replaceAll('{name}', name)
}
