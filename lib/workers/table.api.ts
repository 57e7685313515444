import type { CheckResult } from '#lib/core/check';
import type { TableMeasure } from '#lib/core/estimate/table-measure';
import type { FormatChoice, ImportOutcome, ImportProgress } from '#lib/core/import-outcome';
import type { Recipe } from '#lib/core/recipe';
import type { Evidence, RecipeEstimate } from '#lib/jobs/estimate';

/** Tables: import and check, each a streaming pass over all rows. */
export interface TableApi {
  /** Reads a table file into dataset pages. Expected failures come back as data. */
  importFile(file: File, choice: FormatChoice, onProgress: (progress: ImportProgress) => void): Promise<ImportOutcome>;
  /** Runs a recipe over a dataset without storing anything. `jobId` stands in the custom ids shown. */
  check(datasetId: string, recipe: Recipe, lineUrl: string, jobId: string, onProgress: (rows: number) => void): Promise<CheckResult>;
  /** Tokens and price of a recipe over the table a check has measured. */
  estimate(recipe: Recipe, measure: TableMeasure, evidence: Evidence): Promise<RecipeEstimate>;
}
