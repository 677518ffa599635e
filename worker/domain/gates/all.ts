import { directoryName, fileSizes, noArtifacts, noMetaFile, pathsInside, plainFiles, threePartName } from './directory.ts'
import type { Gate } from './gate.ts'
import { knownSections, noEmptyTask, robotParses, robotReadable, runbookPresent, taskCount, uniqueTasks } from './robot-file.ts'

/** Every gate, in the order in which a report shows them. A new gate is a new entry here and a pair of tests. */
export const gates: readonly Gate[] = [
  directoryName,
  threePartName,
  pathsInside,
  plainFiles,
  fileSizes,
  noArtifacts,
  noMetaFile,
  runbookPresent,
  robotReadable,
  robotParses,
  knownSections,
  taskCount,
  noEmptyTask,
  uniqueTasks,
]
