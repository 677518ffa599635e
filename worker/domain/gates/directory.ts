import type { Gate } from './gate.ts'

/** Rules about the directory and the files in it. */

export const directoryName: Gate = {
  id: 'files/directory-name',
  severity: 'block',
  title: 'The directory name is lower case with hyphens.',
  reason: 'Discovery, the registry and people address a CodeBundle by its directory name.',
  hint: 'Name it <platform>-<resource>-<purpose>, for example k8s-pvc-usage: lower-case letters, digits and single hyphens.',
  check: ({ slug }) =>
    /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) && slug.length <= 80 ? [] : [{ message: `"${slug}" is not a valid directory name.` }],
}

export const threePartName: Gate = {
  id: 'files/name-parts',
  severity: 'warn',
  title: 'The directory name says platform, resource and purpose.',
  reason: 'People find a bundle by the three parts of its name.',
  hint: 'Name it <platform>-<resource>-<purpose>, for example k8s-pvc-usage.',
  check: ({ slug }) => (slug.split('-').length >= 3 ? [] : [{ message: `"${slug}" has fewer than three parts.` }]),
}

export const pathsInside: Gate = {
  id: 'files/inside-bundle',
  severity: 'block',
  title: "All files are inside the bundle's directory.",
  reason: 'A bundle may not change other bundles, libraries or workflows.',
  hint: "Keep every file under the bundle's own directory, with a plain relative path.",
  check: ({ refused }) => refused.map(({ path, why }) => ({ message: `The path ${JSON.stringify(path)} ${why}.` })),
}

export const plainFiles: Gate = {
  id: 'files/plain',
  severity: 'block',
  title: 'There are only plain files.',
  reason: 'Links and submodules lead out of the bundle and are not followed when it runs.',
  hint: 'Replace the link or submodule by the file itself.',
  check: ({ files }) =>
    files
      .filter((file) => file.kind !== 'file')
      .map((file) => ({ file: file.path, message: file.kind === 'link' ? 'This is a symbolic link.' : 'This is a submodule.' })),
}

/** Longest file a bundle may have; the largest Robot file known has 118 KB. */
const maxFileBytes = 256 * 1024

export const fileSizes: Gate = {
  id: 'files/size',
  severity: 'block',
  title: 'No file is over 256 KiB.',
  reason: 'Large files are data or output, not the bundle; the registry does not read them.',
  hint: 'Remove the file, or make a small example of it.',
  check: ({ files }) =>
    files
      .filter((file) => file.kind === 'file' && file.bytes > maxFileBytes)
      .map((file) => ({ file: file.path, message: `The file has ${file.bytes} bytes.` })),
}

const artifact =
  /(_issues?\.json|\.raw\.json|\.tmp|\.log|\.tfstate(\.backup)?|\.pyc|output\.xml|log\.html|report\.html|report\.jsonl|issues\.jsonl)$/

export const noArtifacts: Gate = {
  id: 'files/no-artifacts',
  severity: 'block',
  title: 'No run output is committed.',
  reason: 'Stale output from an earlier run is read back as if it were fresh, and may hold data of a real system.',
  hint: 'Delete the file; it is made when the bundle runs.',
  check: ({ files }) =>
    files
      .filter((file) => artifact.test(file.path) && !/\/\.test\/.*\.(json|log)$/.test(file.path))
      .map((file) => ({ file: file.path, message: 'This is the output of a run, not part of the bundle.' })),
}

export const noVariableFiles: Gate = {
  id: 'files/no-tfvars',
  severity: 'warn',
  title: 'No Terraform variable values are committed.',
  reason: 'Committed values, placeholders too, override those of the person who runs the test fixtures.',
  hint: 'Commit an example under another name, such as terraform.tfvars.example.',
  check: ({ files }) =>
    files
      .filter((file) => file.path.endsWith('.tfvars'))
      .map((file) => ({ file: file.path, message: 'Terraform reads these values in place of those given.' })),
}

export const noMetaFile: Gate = {
  id: 'files/no-meta',
  severity: 'block',
  title: 'There is no meta.yaml.',
  reason: 'The file is deprecated; nothing keeps it in step with the Robot files.',
  hint: 'Delete meta.yaml; names and descriptions belong into the Robot files.',
  check: ({ files, path }) =>
    files
      .filter((file) => /^meta\.ya?ml$/.test(file.path.slice(path.length + 1)))
      .map((file) => ({ file: file.path, message: 'meta.yaml is deprecated.' })),
}
