import type { Json } from './json.ts';
import type { OpenAIOptions } from './recipe.ts';
import { readSchema } from './schema.ts';
import { meetsStrictMode } from './strict-schema.ts';

/** Name under which a schema given without one is sent. */
const SCHEMA_NAME = 'extraction';

/**
 * The `response_format` of a request. A wrapper is sent verbatim. A bare schema is sent as strict where it meets strict
 * mode in every point, else as a form asked for but not enforced: the provider would refuse it otherwise. Without a schema,
 * or where `json_object` is chosen, any JSON object is asked for; so it is for a schema that cannot be read, which
 * `readSchema` tells beforehand.
 */
export function responseFormat(schema: Json | null, options: Pick<OpenAIOptions, 'structuredOutput'>): Json {
  const reading = schema === null || options.structuredOutput === 'json_object' ? null : readSchema(schema);
  if (!reading?.ok) return { type: 'json_object' };
  const { wrapper, answerSchema } = reading.schema;
  if (wrapper) return wrapper;
  return { type: 'json_schema', json_schema: { name: SCHEMA_NAME, strict: meetsStrictMode(answerSchema), schema: answerSchema } };
}
