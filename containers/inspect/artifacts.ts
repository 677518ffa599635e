/** Files that a run, an editor or a tool leaves behind: they belong into .gitignore, and they may hold what a run saw of somebody's systems. */

/** Files named of one bundle. */
const artifactsKept = 50

/** Robot's own output, and names that the scripts of CodeBundles give to what they find. */
const names = [
  /^(output|xunit)\.xml$/,
  /^(log|report)\.html$/,
  /(^|[-_.])(issues|report|results?|output|analysis|summary)\.json$/,
  /\.raw\.json$/,
  /\.(tmp|temp|log|out|bak|orig|rej|swp|pyc|pyo)$/,
  /~$/,
  /^\.DS_Store$/,
  /^Thumbs\.db$/,
  /^nohup\.out$/,
  /\.tfstate(\.\d+)?(\.backup)?$/,
  /\.tfvars(\.json)?$/,
  /^crash\.log$/,
  /\.tfplan$/,
]

/** A list that a script reads, not one that it wrote. */
const references = /known[-_]issues\.json$/

const folders = /(^|\/)(__pycache__|\.terraform|node_modules|\.pytest_cache|\.venv)\//

/** Data that tests feed to a bundle is meant to be there, whatever it is called. */
const fixtures = /(^|\/)(fixtures?|testdata|test-data|samples?|examples?|mocks?|offline|scenarios)\//i

/** The committed run artifacts among a bundle's files, at most 50, and how many there are. `path` is relative to the bundle. */
export function artifactsAmong(paths: readonly string[]): { kept: string[]; count: number } {
  const found = paths.filter(isArtifact)
  return { kept: found.slice(0, artifactsKept), count: found.length }
}

function isArtifact(path: string): boolean {
  if (folders.test(path)) return true
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (references.test(name) || !names.some((pattern) => pattern.test(name))) return false
  return !(fixtures.test(path) && /\.(json|xml|html|log|out)$/.test(name))
}
