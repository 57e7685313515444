import { durationWords, figure, plural } from '#lib/core/measures';
import type { Question, Recipe, RowOrder, RowSelection, Sending } from '#lib/core/recipe';

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

function temperatureWords(temperature: Question['provider']['options']['temperature']): string {
  if (temperature === 'default') return '0, or what the model insists on';
  return temperature === null ? 'Not sent' : String(temperature);
}

/** What was asked: the question's settings but its texts. */
export function questionFacts({ model, columns, provider, schema, answerFormat }: Question): Fact[] {
  const { temperature, structuredOutput, outputLimit } = provider.options;
  const form =
    schema === null ? 'Free form (JSON)' : structuredOutput === 'json_schema' ? 'Schema enforced' : 'JSON, schema checked on arrival';
  return [
    { name: 'Model', value: model },
    { name: 'ID column', value: columns.id ?? 'The row number' },
    { name: 'Text columns', value: columns.texts.join(', ') },
    { name: 'Form of the answer', value: form },
    { name: 'Answer format block', value: answerFormat.on ? 'Added after the instructions' : 'Off' },
    { name: 'Temperature', value: temperatureWords(temperature) },
    { name: 'Output limit', value: outputLimit === null ? "The model's own" : `${figure(outputLimit)} tokens` },
  ];
}

/** How it was sent. */
export function sendingFacts(sending: Sending): Fact[] {
  return [
    { name: 'Rows to send', value: selectionWords(sending.rows) },
    { name: 'Rows whose id repeats', value: sending.duplicateIds === 'skip' ? 'Not sent' : 'Sent with a number after the id' },
    { name: 'Row order', value: orderWords(sending.order) },
    { name: 'Rows per request', value: plural(sending.rowsPerRequest, 'row') },
    { name: 'Requests per batch', value: `${figure(sending.requestsPerBatch)} at most` },
    { name: 'Checked', value: `Every ${durationWords(sending.pollSeconds * 1000)}` },
    {
      name: 'Give up',
      value: sending.giveUpHours === null ? 'Never' : `${plural(sending.giveUpHours, 'hour')} after submission`,
    },
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
