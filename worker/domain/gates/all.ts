import { boundedQueries, boundedRequests } from './bounds.ts'
import { issueComplete, issueSeverity, unescapedEquals } from './calls.ts'
import { directoryName, fileSizes, noArtifacts, noMetaFile, noVariableFiles, pathsInside, plainFiles, threePartName } from './directory.ts'
import { dryRun, libraryImports } from './dry-run.ts'
import { noDuplicate } from './duplicate.ts'
import { exceptSilent, sliMetric } from './failures.ts'
import type { Gate } from './gate.ts'
import { fixturesExist, providersOnce, taskfileReadable } from './harness.ts'
import {
  certificatesChecked,
  noCommittedSecret,
  noDownload,
  noEvaluation,
  noPrintedSecret,
  noTrace,
  noWrittenSecret,
  writesDeclared,
} from './hazards.ts'
import {
  importComplete,
  importLeftovers,
  importName,
  noCredentialVariables,
  patternAccepts,
  patternWhole,
  platformPrefix,
  secretComplete,
} from './imports.ts'
import { jqCompiles } from './jq.ts'
import { commandKnown } from './known-commands.ts'
import { exitRead, issueRaised } from './outcomes.ts'
import { readmeNames, readmePresent, readmeSections } from './readme.ts'
import { resourceTypes } from './resource-types.ts'
import { initialHealthy, presetHealthy, staleResults } from './results.ts'
import { knownSections, noEmptyTask, robotParses, robotReadable, runbookPresent, taskCount, uniqueTasks } from './robot-file.ts'
import { jsonReadable } from './robot-json.ts'
import { baseNameLength, legalQualifiers, outputTemplates, rulesNotEmpty, rulesReadable, rulesShape, slxShape } from './rules.ts'
import { scriptExecutable, scriptExists, scriptLint, scriptReadable, scriptShebang, scriptSyntax, scriptTimeout } from './scripts.ts'
import { coreLibrary, documentation, forceTags, metadata, suiteSetup, usedLibraries } from './settings.ts'
import { sliDimensions, sliRange, sliReadOnly, sliThresholds } from './sli.ts'
import { answerReplaced, failureSwallowed, lostInPipe } from './swallowed.ts'
import { accessTag, dataTag, taskDocumentation, titleScope, titleVariables } from './tasks.ts'
import {
  matchRules,
  robotRole,
  sliInterval,
  sloThreshold,
  templateAuth,
  templatePlaceholders,
  templateSecrets,
  templateShape,
} from './template-shape.ts'
import { configComplete, configKnown, pathToRobot, templatesRender } from './templates.ts'
import { aggregated, carefulAdvice, reportNoise, stableTitle } from './wording.ts'

/** Every gate, in the order in which a report shows them. A new gate is a new entry here and a pair of tests. */
export const gates: readonly Gate[] = [
  directoryName,
  threePartName,
  pathsInside,
  plainFiles,
  fileSizes,
  noArtifacts,
  noMetaFile,
  noVariableFiles,
  runbookPresent,
  robotReadable,
  robotParses,
  knownSections,
  taskCount,
  noEmptyTask,
  uniqueTasks,
  documentation,
  metadata,
  suiteSetup,
  forceTags,
  coreLibrary,
  usedLibraries,
  taskDocumentation,
  accessTag,
  dataTag,
  titleVariables,
  titleScope,
  importComplete,
  secretComplete,
  patternAccepts,
  patternWhole,
  importName,
  platformPrefix,
  noCredentialVariables,
  importLeftovers,
  scriptExists,
  scriptReadable,
  scriptExecutable,
  scriptShebang,
  scriptSyntax,
  scriptLint,
  scriptTimeout,
  jqCompiles,
  failureSwallowed,
  answerReplaced,
  lostInPipe,
  presetHealthy,
  staleResults,
  boundedQueries,
  boundedRequests,
  exitRead,
  exceptSilent,
  sliMetric,
  initialHealthy,
  sliReadOnly,
  sliRange,
  sliDimensions,
  sliThresholds,
  commandKnown,
  writesDeclared,
  noCommittedSecret,
  noPrintedSecret,
  noWrittenSecret,
  noTrace,
  noEvaluation,
  noDownload,
  certificatesChecked,
  unescapedEquals,
  issueRaised,
  jsonReadable,
  issueComplete,
  issueSeverity,
  libraryImports,
  dryRun,
  rulesReadable,
  rulesNotEmpty,
  rulesShape,
  slxShape,
  resourceTypes,
  legalQualifiers,
  baseNameLength,
  outputTemplates,
  templatesRender,
  pathToRobot,
  configComplete,
  configKnown,
  readmePresent,
  readmeSections,
  readmeNames,
  matchRules,
  templateShape,
  robotRole,
  templateAuth,
  templateSecrets,
  templatePlaceholders,
  sliInterval,
  sloThreshold,
  taskfileReadable,
  providersOnce,
  fixturesExist,
  stableTitle,
  carefulAdvice,
  aggregated,
  reportNoise,
  noDuplicate,
]
