import type { ReadonlySignal } from '@preact/signals'
import type { Authors } from '../../worker/domain/attribution.ts'
import type { DraftFile } from '../../worker/domain/sandbox-protocol.ts'
import { count } from '../format/text.ts'
import { CodeLines } from './code-lines.tsx'

/** Anchor of a line, so that a finding can link to it; the browser opens the file around it by itself. */
export function lineId(file: number, line: number): string {
  return `file-${file}-line-${line}`
}

function OneFile({ file, index, author }: { file: DraftFile; index: number; author: string | undefined }) {
  const lines = file.content.replace(/\n$/, '').split('\n').length
  return (
    <details class="panel mt-2 overflow-hidden" open={index === 0}>
      <summary class="hover:bg-base-200 flex flex-wrap items-baseline gap-x-3 px-4 py-2.5 text-sm">
        <span class="font-mono text-[0.8125rem] wrap-anywhere">{file.path}</span>
        {file.mode === '100755' && <span class="tag">executable</span>}
        <span class="text-muted ml-auto text-xs">
          {author !== undefined && `by ${author}, `}
          {count(lines, 'line')}
        </span>
      </summary>
      <div class="px-2 pb-2">
        <CodeLines content={file.content} label={file.path} lineId={(line) => lineId(index, line)} />
      </div>
    </details>
  )
}

/** The generated files. Takes a signal, so that log lines arriving do not render the files again. */
export function FileViewer({ files, authors }: { files: ReadonlySignal<DraftFile[]>; authors: ReadonlySignal<Authors> }) {
  return (
    <section id="files" aria-labelledby="files-title" class="mt-10">
      <h2 id="files-title" class="section-title">
        Files
      </h2>
      {files.value.length === 0 ? (
        <p class="text-muted mt-2 text-sm">The generated files appear here.</p>
      ) : (
        files.value.map((file, index) => <OneFile key={file.path} file={file} index={index} author={authors.value[file.path]} />)
      )}
    </section>
  )
}
