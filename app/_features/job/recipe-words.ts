import { durationWords, figure, plural } from '#lib/core/measures';
import { thinkingChoices } from '#lib/core/models/thinking';
import type { AnthropicOptions, OpenAIOptions, ProviderName, Question, Recipe, RowOrder, RowSelection, Sending } from '#lib/core/recipe';

export interface Fact {
  name: string;
  value: string;
}

function selectionWords(rows: RowSelection): string {
  if (rows.kind === 'all') return 'All';
  if (rows.kind === 'first') return `The first ${figure(rows.rows)}`;
  return `${figure(rows.rows)} at random (seed ${rows.seed})`;
}

function orderWords(order: RowOrder): string {
  return order.kind === 'source' ? 'As in the table' : `Shuffled (seed ${order.seed})`;
}

function temperatureWords(temperature: OpenAIOptions['temperature']): string {
  if (temperature === 'default') return '0, or what the model insists on';
  return temperature === null ? 'Not sent' : String(temperature);
}

function openaiFacts({ temperature, structuredOutput, outputLimit }: OpenAIOptions, hasSchema: boolean): Fact[] {
  const enforced = structuredOutput === 'json_schema' ? 'Schema enforced' : 'JSON, schema checked on arrival';
  return [
    { name: 'Form of the answer', value: hasSchema ? enforced : 'Free form (JSON)' },
    { name: 'Temperature', value: temperatureWords(temperature) },
    { name: 'Output limit', value: outputLimit === null ? "The model's own" : `${figure(outputLimit)} tokens` },
  ];
}

const ANTHROPIC_FORMS: Record<AnthropicOptions['structuredOutput'], string> = {
  auto: 'Schema, by a tool or an output format as the model takes it',
  forced_tool: 'Schema, by a forced tool',
  output_format: 'Schema, by an output format',
  free_text: 'Free text',
};

function anthropicFacts({ structuredOutput, toolName, outputLimit, cacheTtl }: AnthropicOptions, hasSchema: boolean): Fact[] {
  return [
    { name: 'Form of the answer', value: hasSchema ? ANTHROPIC_FORMS[structuredOutput] : 'Free text' },
    { name: 'Tool name', value: toolName },
    { name: 'Output limit', value: `${figure(outputLimit)} tokens` },
    { name: 'Instructions kept in the cache', value: cacheTtl === '1h' ? 'One hour' : 'Five minutes' },
  ];
}

function thinkingWords(provider: ProviderName, model: string, thinking: string): string {
  if (thinking === 'default') return "The model's own";
  return thinkingChoices(provider, model).find(({ value }) => value === thinking)?.label ?? thinking;
}

/** What was asked: the question's settings but its texts. */
export function questionFacts({ model, thinking, columns, provider, schema, answerFormat }: Question): Fact[] {
  const hasSchema = schema !== null;
  return [
    { name: 'Model', value: model },
    { name: 'Thinking', value: thinkingWords(provider.provider, model, thinking) },
    { name: 'ID column', value: columns.id ?? 'The row number' },
    { name: 'Text columns', value: columns.texts.join(', ') },
    { name: 'Answer format block', value: answerFormat.on ? 'Added after the instructions' : 'Off' },
    ...(provider.provider === 'openai' ? openaiFacts(provider.options, hasSchema) : anthropicFacts(provider.options, hasSchema)),
  ];
}

/** "1 hour", "48 hours", "0.5 hours". */
export function hoursWords(hours: number): string {
  return Number.isInteger(hours) ? plural(hours, 'hour') : `${hours} hours`;
}

/** How it was sent. */
export function sendingFacts(sending: Sending): Fact[] {
  return [
    { name: 'Rows to send', value: selectionWords(sending.rows) },
    { name: 'Rows whose id repeats', value: sending.duplicateIds === 'skip' ? 'Not sent' : 'Sent with a number after the id' },
    { name: 'Row order', value: orderWords(sending.order) },
    { name: 'Rows per request', value: plural(sending.rowsPerRequest, 'row') },
    { name: 'Price steps', value: sending.crossPriceStep ? 'Requests may cross them' : 'Requests stay below them' },
    { name: 'Requests per batch', value: `${figure(sending.requestsPerBatch)} at most` },
    { name: 'Checked', value: `Every ${durationWords(sending.pollSeconds * 1000)}` },
    {
      name: 'Give up',
      value: sending.giveUpHours === null ? 'Never' : `${hoursWords(sending.giveUpHours)} after submission`,
    },
    ...(sending.keepDays === undefined
      ? []
      : [{ name: 'Files deleted at the provider', value: `After ${plural(sending.keepDays, 'day')}` }]),
  ];
}

/** What two recipes differ in, by the names of their facts. */
export function changedFacts(before: Recipe, after: Recipe): string[] {
  const facts = (recipe: Recipe) => [...questionFacts(recipe.question), ...sendingFacts(recipe.sending)];
  const old = facts(before);
  return facts(after)
    .filter((fact, at) => fact.value !== old[at]?.value)
    .map((fact) => `${fact.name}: ${fact.value}`);
}
