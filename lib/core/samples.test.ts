import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { recipeSchema } from './recipe.ts';
import { SAMPLES, type Sample } from './samples.ts';
import { readSchema } from './schema.ts';
import { strictProblems } from './strict-schema.ts';

const ROWS: Record<string, number> = { reviews: 60, news: 40 };
const read = (path: string) => readFileSync(`public${path}`, 'utf8');
const recipeOf = (sample: Sample) => recipeSchema.parse(JSON.parse(read(sample.recipePath)));
const tableOf = (sample: Sample) => Papa.parse<Record<string, string>>(read(sample.tablePath), { header: true, skipEmptyLines: true });

describe.each(SAMPLES)('sample $id', (sample) => {
  it('has a recipe whose schema strict mode takes', () => {
    const { schema, model } = recipeOf(sample).question;
    expect(model).toBe('gpt-6-luna');
    expect(readSchema(schema)).toMatchObject({ ok: true, schema: { given: 'row', resultsKey: 'all_results' } });
    expect(strictProblems(schema)).toEqual([]);
  });

  it('has the columns its recipe names, unique ids and no empty text', () => {
    const { data, errors, meta } = tableOf(sample);
    const { id, texts } = recipeOf(sample).question.columns;
    expect(errors).toEqual([]);
    expect(meta.fields).toEqual(expect.arrayContaining([id, ...texts]));
    expect(data).toHaveLength(ROWS[sample.id] ?? 0);
    expect(new Set(data.map((row) => row[id ?? ''])).size).toBe(data.length);
    expect(data.every((row) => texts.every((column) => row[column]?.trim()))).toBe(true);
  });

  it('says how many rows there are', () => {
    expect(sample.about).toContain(String(ROWS[sample.id]));
  });
});
