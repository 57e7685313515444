import { expect, test } from 'vitest';
import type { ProviderName } from '#lib/core/recipe';
import { rowValidator } from '#lib/core/row-validator';
import { readSchema } from '#lib/core/schema';
import { codecOf } from '#lib/providers/registry';
import { plainRequest, SCHEMA } from '../recipe.ts';
import { anthropicLine, openaiLine } from './result-lines.ts';

const LINES: [ProviderName, (request: string) => string][] = [
  ['openai', openaiLine],
  ['anthropic', anthropicLine],
];
const IDS = ['n1', 'n2', 'n"3'];

test.each(LINES)('%s: every row of a request is answered, as the schema wants it', (provider, lineOf) => {
  const rows = JSON.stringify(IDS.map((id) => ({ input_id: id, input_text: 'Wet rope, again.' })));
  const line = lineOf(JSON.stringify(plainRequest(provider, 'job-0-7', rows)));
  const decoded = codecOf(provider).decode(line);
  expect(decoded).toMatchObject({ customId: 'job-0-7', outcome: 'answered' });
  expect(line).not.toContain('\n');
  const schema = readSchema(SCHEMA);
  if (!schema.ok) throw new Error('The schema of the bench cannot be read.');
  const validate = rowValidator(schema.schema.rowSchema);
  for (const row of decoded.rows) expect(validate(row.value)).toBeNull();
  expect(decoded.rows.map((row) => row.inputId)).toEqual(IDS);
});
